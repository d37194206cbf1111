package ink.dreamnet.halo.resonance.group;

import java.util.List;

/// Subjects whose onsets coincide.
///
/// @param key a stable key, by the numbers of its first members; at most 100 characters
/// @param members the numbers of its subjects, ascending
/// @param jointOnsets how many onsets they had together
public record Group(String key, List<Integer> members, int jointOnsets) {

    /// Copies the members.
    public Group {
        members = List.copyOf(members);
    }
}
