package ink.dreamnet.halo.code.format;

/// Thrown where a file is not what it must be. The message is one clause about it.
public final class InvalidFileException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int line;

    /// @param line from 1; 0 where unknown
    /// @param message one clause
    public InvalidFileException(int line, String message) {
        super(message, null, false, false);
        this.line = line;
    }

    public int line() {
        return line;
    }

    /// @return the message
    public String reason() {
        return String.valueOf(getMessage());
    }
}
