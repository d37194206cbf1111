package ink.dreamnet.halo.memory.trait;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.Wire;

/// The kinds of what the memory knows something about: the kinds of subjects, the strategies that propose repairs, and the whole.
public enum EntityKind implements Wire {
    AGENT, SQUAD, ENDPOINT, ENVIRONMENT, REPOSITORY, GRAFT,
    /// A strategy, by its name.
    STRATEGY,
    /// HALO and all that it watches: `system/halo`.
    SYSTEM;

    static EntityKind of(SubjectKind kind) {
        return valueOf(kind.name());
    }
}
