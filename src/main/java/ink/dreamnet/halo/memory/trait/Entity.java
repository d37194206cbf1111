package ink.dreamnet.halo.memory.trait;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;

/// Names what the memory knows something about: `endpoint/checkout`, `strategy/revive-agent`, `system/halo`.
///
/// @param kind its kind
/// @param id its id within the kind
public record Entity(EntityKind kind, String id) {

    /// All that HALO watches, taken together.
    public static final Entity SYSTEM = new Entity(EntityKind.SYSTEM, "halo");

    /// @return the entity that a subject is
    public static Entity of(SubjectRef subject) {
        return new Entity(EntityKind.of(subject.kind()), subject.id());
    }

    /// @return the subject that it is
    /// @throws IllegalArgumentException where it is none
    SubjectRef subject() {
        return new SubjectRef(SubjectKind.valueOf(kind.name()), id);
    }

    /// @return `kind:id`
    @Override
    public String toString() {
        return kind.wire() + ":" + id;
    }
}
