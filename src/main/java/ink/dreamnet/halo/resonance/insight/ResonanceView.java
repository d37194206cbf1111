package ink.dreamnet.halo.resonance.insight;

import java.util.List;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.group.Group;
import ink.dreamnet.halo.resonance.group.Groups;
import ink.dreamnet.halo.resonance.timeline.Fleet;

/// What the last cycles say of groups and incidents, for the next one.
///
/// @param atMs the last cycle that is in it, in ms since 1970; 0 before the first
/// @param groups who falls with whom
/// @param incidents what is open at the same time
public record ResonanceView(long atMs, List<KnownGroup> groups, List<KnownIncident> incidents) {

    /// Before the first cycle.
    public static final ResonanceView NONE = new ResonanceView(0, List.of(), List.of());

    /// Copies the lists.
    public ResonanceView {
        groups = List.copyOf(groups);
        incidents = List.copyOf(incidents);
    }

    /// Subjects whose onsets coincide.
    ///
    /// @param key a stable key
    /// @param members in the order in which they became known
    /// @param jointOnsets how many onsets they had together
    public record KnownGroup(String key, List<SubjectRef> members, int jointOnsets) {
    }

    /// What is open at the same time and belongs together; as [ink.dreamnet.halo.resonance.origin.Incident].
    public record KnownIncident(String key, List<SubjectRef> members, long sinceMs, boolean storm,
            List<KnownCandidate> candidates) {
    }

    /// Where an incident may have begun; as [ink.dreamnet.halo.resonance.origin.Candidate].
    public record KnownCandidate(SubjectRef subject, double score, String why) {
    }

    /// @return the groups by the numbers of another fleet; those that it does not know get new numbers
    public Groups groups(Fleet fleet) {
        return new Groups(groups.stream().map(group -> new Group(group.key(),
                group.members().stream().map(fleet::number).sorted().toList(), group.jointOnsets())).toList());
    }
}
