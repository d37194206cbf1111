package ink.dreamnet.halo.resonance.group;

import java.util.List;

import ink.dreamnet.halo.core.SubjectRef;

/// A [Group] by the names of its subjects.
///
/// @param key its key
/// @param members its subjects, at least two
/// @param jointOnsets how many onsets they had together
public record SubjectGroup(String key, List<SubjectRef> members, int jointOnsets) {

    /// Copies the members.
    public SubjectGroup {
        members = List.copyOf(members);
    }
}
