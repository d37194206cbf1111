package ink.dreamnet.halo.resonance.timeline;

import java.util.List;

/// What one cycle observed.
///
/// @param atMs when it observed, in ms since 1970; later than the cycle before
/// @param looks what was observed, each subject at most once. A subject that was not due is absent.
/// @param measures values of metrics
/// @param deploys the deploys since the cycle before
/// @param repairs the repairs of which it became known since the cycle before what they achieved
public record CycleFacts(long atMs, List<Check> looks, List<Measure> measures, List<Deployed> deploys,
        List<Repaired> repairs) {

    /// Copies the lists.
    public CycleFacts {
        looks = List.copyOf(looks);
        measures = List.copyOf(measures);
        deploys = List.copyOf(deploys);
        repairs = List.copyOf(repairs);
    }

    /// A cycle that only looked.
    public static CycleFacts of(long atMs, List<Check> looks) {
        return new CycleFacts(atMs, looks, List.of(), List.of(), List.of());
    }
}
