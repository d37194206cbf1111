package ink.dreamnet.halo.code.dependency;

/// A file is not what it must be.
final class Unreadable extends Exception {

    private static final long serialVersionUID = 1L;

    private final int line;

    /// @param line from 1; 0 where unknown
    /// @param message one clause
    Unreadable(int line, String message) {
        super(message, null, false, false);
        this.line = line;
    }

    int line() {
        return line;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
