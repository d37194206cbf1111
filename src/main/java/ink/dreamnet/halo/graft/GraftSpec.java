package ink.dreamnet.halo.graft;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/// What a caller writes to register a graft, and the form in which grafts are stored. What an answer adds is
/// ignored, so that an answer can be edited and put back.
///
/// @param id the graft's id; where the path of a request names it too, both must be the same
/// @param name how operators call it, at most 200 characters; by default its id
/// @param type `agent`, `endpoint`, `ui`, `module`, `task` or `config`; required
/// @param status `pending`, `validated`, `installed` or `failed`; required
/// @param path where it is installed, at most 1,000 characters
/// @param url where a graft of type endpoint answers: an http or https URL, or a path below the base of DreamNet's API; by
///        default `path` where that begins with a slash
/// @param agent the id of the agent that a graft of type agent brings
/// @param version what is installed, at most 200 characters
/// @param desiredVersion what should be, at most 200 characters
/// @param error why it failed; what looks like a credential is masked, and what exceeds 500 characters is cut
/// @param createdAt when it was made
/// @param updatedAt when its status last changed
/// @param labels names and values that silences and reports can match
/// @param dependsOn the subjects (`kind:id`) that it depends on
@JsonIgnoreProperties({"managedBy", "putAt", "delistedAt", "stale", "state", "stateSince", "lastCheckedAt",
        "lastResult", "recentChecks", "weakPoints"})
record GraftSpec(@Nullable String id, @Nullable String name, @Nullable String type, @Nullable String status,
        @Nullable String path, @Nullable String url, @Nullable String agent, @Nullable String version,
        @Nullable String desiredVersion, @Nullable String error, @Nullable Instant createdAt,
        @Nullable Instant updatedAt, @Nullable Map<String, @Nullable String> labels,
        @Nullable List<@Nullable String> dependsOn) {

    /// @return the same as it is stored: without the id, and with a masked error
    GraftSpec stored(@Nullable String maskedError) {
        return new GraftSpec(null, name, type, status, path, url, agent, version, desiredVersion, maskedError,
                createdAt, updatedAt, labels, dependsOn);
    }
}
