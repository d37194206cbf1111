package ink.dreamnet.halo.deploy;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A deployment webhook of GitHub or GitLab, of any state.
///
/// @param system the sender, `github` or `gitlab`
/// @param repository the repository, `acme/webshop`
/// @param id identifies it within that repository; part of what is signed, so that a replay has the same
/// @param type `github.deployment_status` or `gitlab.deployment`
/// @param failed whether the deployment failed
/// @param labels what to match: `state`, `repository` and, where it is known, `environment`
/// @param time when it happened, or null
/// @param body the message
public record HookEvent(String system, String repository, String id, String type, boolean failed,
        Map<String, String> labels, @Nullable Instant time, JsonNode body) {
}
