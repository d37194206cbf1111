package ink.dreamnet.halo.resonance.group;

import java.util.List;

/// Knows the groups as of the last cycle that patterns were computed from. Thread-safe, and never waits.
@FunctionalInterface
public interface KnownGroups {

    /// @return who falls with whom; empty where nothing is known yet
    List<SubjectGroup> current();
}
