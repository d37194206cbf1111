package ink.dreamnet.halo.deploy;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Texts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the deployment webhooks of GitHub and GitLab.
final class HookPayload {

    private static final Pattern RELEASE = Pattern.compile("v?\\d+(\\.\\d+)+([-+._].*)?", Pattern.CASE_INSENSITIVE);
    private static final Set<String> FAILED = Set.of("failure", "error", "failed");
    private static final DateTimeFormatter GITLAB = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z", Locale.ROOT);

    private HookPayload() {
    }

    /// Reads GitHub's `deployment_status` with the state `success`. Two statuses of one id are one deploy, whichever way and
    /// however often they are delivered.
    ///
    /// @throws InvalidInputException where a field is missing or wrong
    static DeployReport gitHub(JsonNode body, HookProperties.Hook hook) {
        String sha = text(body, "/deployment/sha");
        String environment = optional(body, "/deployment_status/environment");
        String url = web(body, "/deployment_status/environment_url", "/deployment_status/log_url",
                "/deployment_status/target_url", "/repository/html_url");
        return new DeployReport(hook.service(text(body, "/repository/full_name")),
                version(optional(body, "/deployment/ref"), sha),
                environment != null ? environment : optional(body, "/deployment/environment"),
                time(body, "/deployment_status/updated_at"), Set.of(), sha, url, DeploySource.GITHUB,
                "github:" + number(body, "/deployment_status/id"));
    }

    /// Reads GitLab's deployment event with the status `success`.
    ///
    /// @throws InvalidInputException where a field is missing or wrong
    static DeployReport gitLab(JsonNode body, HookProperties.Hook hook) {
        String sha = text(body, "/short_sha");
        String project = text(body, "/project/web_url");
        String key = project + "\n" + number(body, "/deployment_id");
        return new DeployReport(hook.service(text(body, "/project/path_with_namespace")),
                version(optional(body, "/ref"), sha), optional(body, "/environment"), time(body, "/status_changed_at"),
                Set.of(), sha, web(body, "/environment_external_url", "/deployable_url", "/project/web_url"),
                DeploySource.GITLAB, "gitlab:" + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)));
    }

    /// @return GitHub's `deployment_status` of any state as an event; null where it does not name the deployment
    static @Nullable HookEvent gitHubEvent(JsonNode body) {
        String repository = optional(body, "/repository/full_name");
        JsonNode id = body.at("/deployment_status/id");
        String state = optional(body, "/deployment_status/state");
        if (repository == null || !id.isIntegralNumber() || state == null) {
            return null;
        }
        return event("github", "github.deployment_status", repository, id.asString(), state,
                optional(body, "/deployment_status/environment"), moment(body, "/deployment_status/updated_at"), body);
    }

    /// @return GitLab's deployment event of any status as an event; null where it does not name the deployment
    static @Nullable HookEvent gitLabEvent(JsonNode body) {
        String repository = optional(body, "/project/path_with_namespace");
        JsonNode id = body.at("/deployment_id");
        String status = optional(body, "/status");
        if (repository == null || !id.isIntegralNumber() || status == null) {
            return null;
        }
        return event("gitlab", "gitlab.deployment", repository,
                "%s/%s/%s".formatted(id.asString(), status, body.at("/status_changed_at").asString("")), status,
                optional(body, "/environment"), moment(body, "/status_changed_at"), body);
    }

    private static HookEvent event(String system, String type, String repository, String id, String state,
            @Nullable String environment, @Nullable Instant time, JsonNode body) {
        Map<String, String> labels = new TreeMap<>(Map.of("state", state, "repository", repository));
        if (environment != null) {
            labels.put("environment", environment);
        }
        return new HookEvent(system, repository, id, type, FAILED.contains(state), labels, time, body);
    }

    private static @Nullable Instant moment(JsonNode body, String pointer) {
        try {
            return time(body, pointer);
        } catch (InvalidInputException notATime) {
            return null;
        }
    }

    /// @return the tag where one that looks like a release was deployed, else the commit: a branch is no version
    static String version(@Nullable String ref, String sha) {
        String name = ref == null ? "" : ref.replaceFirst("^refs/(tags|heads)/", "");
        return RELEASE.matcher(name).matches() ? name : sha.length() > 12 ? sha.substring(0, 12) : sha;
    }

    private static String text(JsonNode body, String pointer) {
        String text = optional(body, pointer);
        if (text == null) {
            throw new InvalidInputException(field(pointer), "is missing; it must be a text");
        }
        return text;
    }

    private static @Nullable String optional(JsonNode body, String pointer) {
        JsonNode node = body.at(pointer);
        return node.isString() && !node.stringValue().isBlank() ? node.stringValue() : null;
    }

    private static long number(JsonNode body, String pointer) {
        JsonNode node = body.at(pointer);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw new InvalidInputException(field(pointer), "is missing; it must be a whole number");
        }
        return node.longValue();
    }

    private static @Nullable String web(JsonNode body, String... pointers) {
        for (String pointer : pointers) {
            String url = optional(body, pointer);
            if (url != null && url.matches("https?://[^\\s/]\\S*")) {
                return url;
            }
        }
        return null;
    }

    private static Instant time(JsonNode body, String pointer) {
        String text = text(body, pointer);
        try {
            return text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : OffsetDateTime.parse(text.replaceFirst(" UTC$", " +0000"), GITLAB).toInstant();
        } catch (DateTimeException notATime) {
            throw new InvalidInputException(field(pointer), "'%s' is no time".formatted(
                    Texts.shortened(text, 40)));
        }
    }

    private static String field(String pointer) {
        return pointer.substring(1).replace('/', '.');
    }
}
