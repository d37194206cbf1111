package ink.dreamnet.halo.graft;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.registry.source.SourceState;
import ink.dreamnet.halo.subject.SubjectStatus;
import org.jspecify.annotations.Nullable;

/// A graft as the API shows it. The members are those of [GraftSpec], besides:
///
/// @param managedBy who manages it
/// @param putAt when it was last put, or when its source last changed it; null for what configuration declares
/// @param delistedAt since when its source does not list it any more
/// @param stale whether its source failed since it last listed it; null where it was not pulled
/// @param condition how it is
record GraftView(String id, String name, @Nullable String type, @Nullable String status, @Nullable String path,
        @Nullable String url, @Nullable String agent, @Nullable String version, @Nullable String desiredVersion,
        @Nullable String error, @Nullable Instant createdAt, @Nullable Instant updatedAt, Map<String, String> labels,
        List<String> dependsOn, ManagedBy managedBy, @Nullable Instant putAt, @Nullable Instant delistedAt,
        @Nullable Boolean stale, @JsonUnwrapped SubjectStatus condition) {

    static GraftView of(Graft graft, SourceState source, SubjectStatus condition) {
        GraftSpec spec = graft.spec();
        return new GraftView(graft.id(), graft.name(), spec.type(), spec.status(), spec.path(), spec.url(),
                spec.agent(), spec.version(), spec.desiredVersion(), spec.error(), spec.createdAt(), spec.updatedAt(),
                graft.labels(), graft.dependsOn().stream().map(SubjectRef::toString).toList(), graft.managedBy(),
                graft.updatedAt(), graft.delistedAt(), graft.pulled() ? source.stale() : null, condition);
    }
}
