package ink.dreamnet.halo.analysis;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.SubjectKind;
import org.jspecify.annotations.Nullable;

/// How an analyzer runs in this HALO.
///
/// @param name its name
/// @param analyzer the analyzer itself
/// @param enabled whether it runs at all
/// @param modes the modes of the cycles that have it
/// @param deadline how long it may run
/// @param every it runs in every so many of these cycles
/// @param options its own settings
/// @param planned of which kinds it plans its looks
public record AnalyzerSetup(String name, Analyzer analyzer, boolean enabled, Set<CycleMode> modes, Duration deadline,
        int every, Map<String, Object> options, Set<SubjectKind> planned) {

    /// Tells whether it must wait for a later cycle.
    ///
    /// @param skippedCycles in how many cycles it was skipped since it last ran; null where it never ran
    boolean rests(@Nullable Integer skippedCycles) {
        return skippedCycles != null && skippedCycles + 1 < every;
    }
}
