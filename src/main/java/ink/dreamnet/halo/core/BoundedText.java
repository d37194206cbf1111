package ink.dreamnet.halo.core;

/// A text that a regular expression may read only so often, so that one that would search for years is stopped. Its text form is
/// a mask.
public final class BoundedText implements CharSequence {

    private final CharSequence text;
    private long steps;

    /// @param steps how many characters may be read: some hundred times more than an expression needs that does not go astray
    public BoundedText(CharSequence text, long steps) {
        this.text = text;
        this.steps = steps;
    }

    /// Thrown where the expression has read too much.
    public static final class ExhaustedException extends RuntimeException {

        private ExhaustedException() {
            super("the expression takes too many steps", null, false, false);
        }
    }

    @Override
    public char charAt(int index) {
        if (--steps < 0) {
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
        return new BoundedText(text.subSequence(start, end), steps);
    }

    @Override
    public String toString() {
        return "********";
    }
}
