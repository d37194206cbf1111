package ink.dreamnet.halo.weakpoint;

/// A text that a regular expression may look at only so often: an expression that would search for years is stopped.
final class BoundedText implements CharSequence {

    /// How many looks are allowed: some hundred times more than an expression needs that does not go astray.
    private static final int MOST = 100_000;

    private final String text;
    private int looks;

    BoundedText(String text) {
        this.text = text;
    }

    /// Thrown where the expression has looked too often.
    static final class ExhaustedException extends RuntimeException {
    }

    @Override
    public char charAt(int index) {
        if (++looks > MOST) {
            throw new ExhaustedException();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
