package ink.dreamnet.halo.subject;

import java.util.Map;

import ink.dreamnet.halo.core.SubjectKind;

/// How many subjects are in which state.
///
/// @param total all
/// @param byState all of them by state; a state without subjects is absent
/// @param byKind those of each kind by state; a kind without subjects is absent
public record SubjectCounts(long total, Map<SubjectState, Long> byState,
        Map<SubjectKind, Map<SubjectState, Long>> byKind) {
}
