package ink.dreamnet.halo.resonance.pattern;

/// Takes what detectors find.
public interface Findings {

    /// Reports a pattern. A finding of the same pattern and key replaces the one before. From its first report to its end a key is one hypothesis: it spends one test.
    void report(Finding finding);

    /// Reports that the evidence of a pattern is gone. Nothing happens where it was not reported.
    ///
    /// @param pattern its pattern
    /// @param key its key
    void end(String pattern, String key);
}
