package ink.dreamnet.halo.code.format;

/// Why a text is not what its format says.
///
/// @param kind what kind of error
/// @param line where, from 1; 0 where unknown
/// @param offset where in the text; 0 where unknown
/// @param reason one clause about the file
/// @param detail what the parser says; it may quote the file
public record SyntaxError(Kind kind, int line, int offset, String reason, String detail) {

    /// What kind of error.
    public enum Kind {
        /// The text breaks a rule of its format.
        MALFORMED,
        /// Something stands beside the one value or element that the text must be.
        BESIDE,
        /// A mapping has a key twice, with another value, which its format forbids and most readers take.
        DUPLICATE_KEY,
        /// A mapping has a key twice, with the same value, so that all readers agree about it.
        REPEATED_KEY,
        /// It was not read: it is no text, nested too deeply, or uses what this reader does not know.
        NOT_READ
    }

    /// @return the same error in a text that this one is the end of
    SyntaxError after(int lines, int characters) {
        return new SyntaxError(kind, line == 0 ? 0 : line + lines, offset + characters, reason, detail);
    }

    static SyntaxError notRead(int line, String reason) {
        return new SyntaxError(Kind.NOT_READ, line, 0, reason, reason);
    }

    static SyntaxError noText() {
        return notRead(0, "is not UTF-8 text");
    }
}
