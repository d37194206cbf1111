package ink.dreamnet.halo.code;

/// What of a text its readers see.
public final class VisibleText {

    private VisibleText() {
    }

    /// @param open what begins a comment
    /// @param close what ends it; one that does not end goes on to the end of the text
    /// @return the text with blanks in place of its comments, so that lines and offsets stay as they are
    public static String withoutComments(String text, String open, String close) {
        StringBuilder visible = new StringBuilder();
        int copied = 0;
        for (int from = text.indexOf(open); from >= 0; from = text.indexOf(open, copied)) {
            // `<!-->` is a whole one
            int ends = text.indexOf(close, from + Math.min(open.length(), 2));
            int end = ends < 0 ? text.length() : ends + close.length();
            visible.append(text, copied, from);
            text.substring(from, end).chars().forEach(c -> visible.append(c == '\n' ? '\n' : ' '));
            copied = end;
        }
        return visible.append(text, copied, text.length()).toString();
    }
}
