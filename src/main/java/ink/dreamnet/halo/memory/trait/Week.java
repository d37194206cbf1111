package ink.dreamnet.halo.memory.trait;

/// What became of the tasks of one type that an entity did or proposed, by the week in which that was known.
///
/// @param type the task type
/// @param week the number of the week, which begins on a Monday; 0 is that of 1970-01-01
/// @param effective how many helped
/// @param ineffective how many did not
/// @param harmful how many did harm
/// @param undeliverable how many nobody did
/// @param seconds from the hand-over to the verdict, over all that were verified
record Week(String type, int week, long effective, long ineffective, long harmful, long undeliverable, long seconds) {

    private static final long WEEK_MS = 7 * 24 * 3_600_000L;
    /// 1970-01-01 was a Thursday.
    private static final long MONDAY_MS = 3 * 24 * 3_600_000L;

    static int of(long atMs) {
        return Math.toIntExact(Math.floorDiv(atMs + MONDAY_MS, WEEK_MS));
    }

    /// @return how old its tasks are, from its middle, never negative
    long ageMs(long asOfMs) {
        return Math.max(0, asOfMs - startMs(week) - WEEK_MS / 2);
    }

    /// @return the begin of a week, in ms since 1970
    static long startMs(int week) {
        return week * WEEK_MS - MONDAY_MS;
    }

    long verified() {
        return effective + ineffective + harmful;
    }

    long all() {
        return verified() + undeliverable;
    }

    Week plus(Week other) {
        return new Week(type, week, effective + other.effective, ineffective + other.ineffective,
                harmful + other.harmful, undeliverable + other.undeliverable, seconds + other.seconds);
    }
}
