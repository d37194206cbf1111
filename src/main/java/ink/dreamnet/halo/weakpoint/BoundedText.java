package ink.dreamnet.halo.weakpoint;

/// A text that a regular expression may read only so often, so that catastrophic backtracking is stopped.
final class BoundedText implements CharSequence {

    /// How many reads are allowed: some hundred times more than an expression without backtracking needs.
    private static final int MOST = 100_000;

    private final String text;
    private int reads;

    BoundedText(String text) {
        this.text = text;
    }

    /// Thrown where the expression has read too often.
    static final class ExhaustedException extends RuntimeException {
    }

    @Override
    public char charAt(int index) {
        if (++reads > MOST) {
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
