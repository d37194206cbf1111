package ink.dreamnet.halo.core.secret;

/// The characters that a part of a token is made of.
enum Alphabet {
    DIGITS("0-9"), HEX("0-9a-f"), BASE_32("A-Z2-7"), BASE_36("0-9a-z"), BASE_62(
            "0-9A-Za-z"), WORD("0-9A-Za-z_"), DASHED("0-9A-Za-z-"), BASE_64("0-9A-Za-z+/"), BASE_64_URL("0-9A-Za-z_-");

    private final boolean[] has = new boolean[128];

    /// @param ranges `a-z` or single characters; a hyphen at the end stands for itself
    Alphabet(String ranges) {
        for (int i = 0; i < ranges.length(); i++) {
            boolean range = i + 2 < ranges.length() && ranges.charAt(i + 1) == '-';
            char last = range ? ranges.charAt(i + 2) : ranges.charAt(i);
            for (char c = ranges.charAt(i); c <= last; c++) {
                has[c] = true;
            }
            i += range ? 2 : 0;
        }
    }

    boolean has(char c) {
        return c < has.length && has[c];
    }

    /// @return where the run of these characters ends that begins at an index, at most so many characters later
    int end(String text, int from, int atMost) {
        int limit = (int) Math.min(text.length(), (long) from + atMost);
        int at = from;
        while (at < limit && has(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
