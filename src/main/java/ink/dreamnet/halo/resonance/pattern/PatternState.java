package ink.dreamnet.halo.resonance.pattern;

import java.util.List;

/// What [Patterns] cannot derive again from the history: which hypotheses have spent their test, and which are raised.
///
/// @param untilMs the last cycle that it includes, in ms since 1970
/// @param tests how many hypotheses were tested so far
/// @param discoveries how many of them were discoveries, also where they have ended
/// @param lastId the number of the latest insight; 0 where there was none
/// @param hypotheses those that are reported now, in the order in which they were first reported
public record PatternState(long untilMs, long tests, long discoveries, long lastId, List<Hypothesis> hypotheses) {

    /// At the begin.
    public static final PatternState NONE = new PatternState(Long.MIN_VALUE, 0, 0, 0, List.of());

    /// Copies the list.
    public PatternState {
        hypotheses = List.copyOf(hypotheses);
    }

    /// A pattern that is reported.
    ///
    /// @param pattern the name of the pattern
    /// @param key which one of that pattern
    /// @param test the number of its test; 0 where nothing is tested
    /// @param base the evidence that does not count any more, because it was there when the insight was dismissed; 1 where all counts
    /// @param id the number of the insight; 0 where none is raised
    /// @param firstMs when it was raised, in ms since 1970; 0 where none is
    /// @param dismissed whether nothing is tested and it was dismissed
    public record Hypothesis(String pattern, String key, long test, double base, long id, long firstMs,
            boolean dismissed) {
    }
}
