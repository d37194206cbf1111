package ink.dreamnet.halo.endpoint.probe;

/// Matches texts against globs: `*` is any text, `?` any one character, `\` takes the next character literally.
final class Glob {

    private Glob() {
    }

    /// Takes time in proportion to the product of both lengths at worst, so no pattern can stall a probe.
    ///
    /// @return whether the glob matches the whole text
    static boolean matches(String glob, String text) {
        int g = 0;
        int t = 0;
        int starAt = -1;
        int starText = 0;
        while (t < text.length()) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                starAt = g++;
                starText = t;
            } else if (g < glob.length() && matchesOne(glob, g, text.charAt(t))) {
                g += width(glob, g);
                t++;
            } else if (starAt >= 0) {
                g = starAt + 1;
                t = ++starText;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }

    private static boolean matchesOne(String glob, int at, char c) {
        if (glob.charAt(at) == '\\' && at + 1 < glob.length()) {
            return glob.charAt(at + 1) == c;
        }
        return glob.charAt(at) == '?' || glob.charAt(at) == c;
    }

    private static int width(String glob, int at) {
        return glob.charAt(at) == '\\' && at + 1 < glob.length() ? 2 : 1;
    }
}
