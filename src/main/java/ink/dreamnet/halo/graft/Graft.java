package ink.dreamnet.halo.graft;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.Definition;
import ink.dreamnet.halo.registry.ManagedBy;
import org.jspecify.annotations.Nullable;

/// A graft that HALO watches.
///
/// @param subject the graft as a subject of the cycle
/// @param spec what was written or pulled
/// @param name how operators call it
/// @param type what it brings; null where its source says something that is no type
/// @param status where it stands; null where its source says something that is no status
/// @param labels names and values that silences and reports can match
/// @param dependsOn the subjects that it depends on
/// @param managedBy who manages it
/// @param updatedAt when it was last put, or when its source last changed it; null for what configuration declares
/// @param delistedAt when its source stopped listing it, or null
record Graft(SubjectRef subject, GraftSpec spec, String name, @Nullable GraftType type, @Nullable GraftStatus status,
        Map<String, String> labels, List<SubjectRef> dependsOn, ManagedBy managedBy, @Nullable Instant updatedAt,
        @Override @Nullable Instant delistedAt) implements Definition<GraftSpec> {

    /// @return whether it is only known from the Graft Engine
    boolean pulled() {
        return managedBy == ManagedBy.GRAFT_ENGINE;
    }
}
