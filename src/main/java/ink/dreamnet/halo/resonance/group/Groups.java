package ink.dreamnet.halo.resonance.group;

import java.util.List;

/// Who falls with whom, as of some cycle. A subject may be in several groups.
///
/// @param all the groups
public record Groups(List<Group> all) {

    /// Nothing is known.
    public static final Groups NONE = new Groups(List.of());

    /// Copies the list.
    public Groups {
        all = List.copyOf(all);
    }
}
