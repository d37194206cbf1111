package ink.dreamnet.halo.support;

/// How far a test goes that could go on for ever: as far as each build has time for, or, in the profiles `crash` and `thorough`,
/// as far as it is worth while.
public final class Effort {

    private static final boolean THOROUGH = Boolean.getBoolean("halo.test.thorough");

    private Effort() {
    }

    /// @param usual in each build
    /// @param thorough in the profiles `crash` and `thorough`
    public static int of(int usual, int thorough) {
        return THOROUGH ? thorough : usual;
    }
}
