package ink.dreamnet.halo.code.format;

import org.jspecify.annotations.Nullable;

/// What reading a text came to.
///
/// @param <T> what the format has: [Item] or [Element]
/// @param content what it says; empty where it could not be read
/// @param error why it could not be read; null where it could
public record Parsed<T>(T content, @Nullable SyntaxError error) {

    /// @return what it says
    /// @throws InvalidFileException where it could not be read
    public T orThrow() throws InvalidFileException {
        if (error != null) {
            throw new InvalidFileException(error.line(), error.reason());
        }
        return content;
    }
}
