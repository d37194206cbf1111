package ink.dreamnet.halo.core.secret;

/// Distinguishes what a machine generated from what a person wrote as an example.
final class Randomness {

    private static final int LONGEST_RUN = 4;
    private static final int LONGEST_LADDER = 6;

    private Randomness() {
    }

    /// @param bits the least entropy of one character, by the frequency of the characters (Shannon)
    /// @return whether a text is likely to be random
    static boolean isRandom(CharSequence text, double bits) {
        return entropy(text) >= bits && !hasPattern(text) && !StandIns.isMadeUp(text)
                && !StandIns.hasWord(text.toString());
    }

    /// @return the entropy of one character in bits
    static double entropy(CharSequence text) {
        int[] counts = new int[128];
        for (int i = 0; i < text.length(); i++) {
            counts[text.charAt(i) & 127]++;
        }
        double entropy = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / text.length();
                entropy -= share * Math.log(share) / Math.log(2);
            }
        }
        return entropy;
    }

    /// `aaaaa`, `1234567`, `abcdefg`.
    private static boolean hasPattern(CharSequence text) {
        int run = 1;
        int ladder = 1;
        for (int i = 1; i < text.length(); i++) {
            int step = text.charAt(i) - text.charAt(i - 1);
            run = step == 0 ? run + 1 : 1;
            ladder = step == 1 ? ladder + 1 : 1;
            if (run > LONGEST_RUN || ladder > LONGEST_LADDER) {
                return true;
            }
        }
        return false;
    }
}
