package ink.dreamnet.halo.wormhole;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/// The definition of a wormhole, as callers write it and as it is stored. Further members of an answer are ignored, so that an
/// answer can be edited and put back.
///
/// @param id the wormhole's id; where the path of a request names it too, both must be the same
/// @param description what it is for, at most 500 characters
/// @param enabled whether events go through it; by default true
/// @param match which events go through it; by default all
/// @param action `trigger`, `task`, `signal`, `record`, `forward`, `result` or `deploy`; required
/// @param mode of the action `trigger`: `full` (default), `light`, or `scoped` to what the event names
/// @param task of the action `task`: what is proposed
/// @param sink of the action `forward`: the name of the sink
@JsonIgnoreProperties({"managedBy", "updatedAt", "authors", "switchedBy", "switchedAt"})
record WormholeSpec(@Nullable String id, @Nullable String description, @Nullable Boolean enabled,
        @Nullable Match match, @Nullable String action, @Nullable String mode, @Nullable Order task,
        @Nullable String sink) {

    /// Which events go through a wormhole. What is absent matches any; in types a `*` stands for any text.
    ///
    /// @param sourceType the kind of the sender, `squad`
    /// @param type the type of the event, `squad.task.*`
    /// @param minSeverity `info`, `warning`, `error` or `critical`: the event's severity at least
    /// @param labels labels that the event must have, with a value in which `*` stands for any text
    record Match(@Nullable String sourceType, @Nullable String type, @Nullable String minSeverity,
            @Nullable Map<String, @Nullable String> labels) {
    }

    /// What the action `task` proposes.
    ///
    /// @param type the task type, 1 to 100 characters; required
    /// @param roles the agent roles that can do it, the best first, at least one; required
    /// @param resolvedBy the type of the event that resolves the problem; `*` stands for any text
    record Order(@Nullable String type, @Nullable List<@Nullable String> roles, @Nullable String resolvedBy) {
    }

    WormholeSpec withoutId() {
        return new WormholeSpec(null, description, enabled, match, action, mode, task, sink);
    }
}
