package ink.dreamnet.halo.core.files;

import java.io.IOException;

/// Thrown where a file may not be read for whoever named it. The message is the end of a sentence, and the same whether there is such a
/// file or not.
public final class FileRefusedException extends IOException {

    FileRefusedException(String setting) {
        super("may not be read: it is not below the directories of %s, or it is HALO's own".formatted(setting));
    }

    /// @return the end of a sentence about the file
    public String reason() {
        return String.valueOf(getMessage());
    }
}
