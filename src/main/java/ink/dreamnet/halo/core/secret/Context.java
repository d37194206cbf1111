package ink.dreamnet.halo.core.secret;

/// What stands near a place in a text.
final class Context {

    private static final int NEAR = 400;

    private Context() {
    }

    static int from(int start) {
        return Math.max(0, start - NEAR);
    }

    static int to(String text, int end) {
        return Math.min(text.length(), end + NEAR);
    }

    /// @param word in lower case
    /// @return whether the word stands near, in whatever case
    static boolean mentions(String text, String word, int start, int end) {
        int last = to(text, end) - word.length();
        for (int i = from(start); i <= last; i++) {
            if (text.regionMatches(true, i, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }
}
