package ink.dreamnet.halo.core.encryption;

import java.util.function.Supplier;

/// A stored text in JSON, which is decrypted where it is read, so that one that cannot be keeps nobody from the others.
public final class StoredJson {

    private static final String NOTHING = "{}";

    private final Supplier<String> text;

    private StoredJson(Supplier<String> text) {
        this.text = text;
    }

    /// @param text in clear
    public static StoredJson of(String text) {
        return new StoredJson(() -> text);
    }

    /// @param stored as the database has it
    /// @param row the primary key of the row
    public static StoredJson of(Encryption encryption, EncryptedColumn column, String stored, Object... row) {
        return new StoredJson(() -> encryption.open(column, stored, row));
    }

    /// @return the text in clear
    /// @throws UnreadableValueException where it cannot be decrypted
    public String text() {
        return text.get();
    }

    /// @return the text in clear; an empty object where it cannot be decrypted, so that somebody can put it anew
    public String textOrNothing() {
        try {
            return text();
        } catch (UnreadableValueException lost) {
            return NOTHING;
        }
    }
}
