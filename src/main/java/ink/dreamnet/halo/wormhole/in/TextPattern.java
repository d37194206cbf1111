package ink.dreamnet.halo.wormhole.in;

/// A text in which `*` stands for any text. It is compared in time that grows only with the product of the lengths.
///
/// @param text the pattern
record TextPattern(String text) {

    /// @return whether a whole text is as the pattern says
    boolean matches(String whole) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < whole.length()) {
            if (p < text.length() && text.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < text.length() && text.charAt(p) == whole.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < text.length() && text.charAt(p) == '*') {
            p++;
        }
        return p == text.length();
    }

    @Override
    public String toString() {
        return text;
    }
}
