package ink.dreamnet.halo.wormhole;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.deploy.DeployReport;
import ink.dreamnet.halo.deploy.DeploySource;
import ink.dreamnet.halo.deploy.Deploys;
import ink.dreamnet.halo.event.WormholeEvent;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Records `deploy.*` events as deploys: the data has `service`, `version`, and where they are known `environment`,
/// `commit` and `url`. What only began, or failed, is no deploy.
@Component
class DeployReporter {

    private static final Actor REPORTER = new Actor("wormhole");
    private static final Set<String> UNFINISHED = Set.of("started", "requested", "queued", "pending", "running",
            "progress", "failed", "cancelled", "canceled", "skipped");
    private static final List<String> VERSIONS = List.of("version", "commit", "sha", "tag");

    private final Deploys deploys;

    DeployReporter(Deploys deploys) {
        this.deploys = deploys;
    }

    /// Records the deploy, in the transaction of the caller.
    ActionOutcome report(WormholeEvent event) {
        String last = event.type().substring(event.type().lastIndexOf('.') + 1);
        if (UNFINISHED.contains(last)) {
            return ActionOutcome.skipped("'%s' is not the end of a deploy".formatted(event.type()));
        }
        JsonNode value = event.data().value();
        JsonNode data = value == null ? JsonNodeFactory.instance.objectNode() : value;
        String service = text(data, "service");
        String version = VERSIONS.stream().map(name -> String.valueOf(text(data, name)))
                .filter(text -> !text.equals("null")).findFirst().orElse(null);
        if (service == null && event.sourceId() != null) {
            service = event.sourceId();
        }
        if (service == null || version == null) {
            return ActionOutcome.skipped("its data names no service and version");
        }
        try {
            Deploys.Recorded recorded = deploys.record(new DeployReport(service, version, text(data, "environment"),
                    event.time(), event.subjects().stream().collect(Collectors.toSet()), text(data, "commit"),
                    text(data, "url"), DeploySource.EVENT, "event:" + event.id()), REPORTER);
            return ActionOutcome.done("deploy %s%s".formatted(recorded.deploy().id(),
                    recorded.created() ? "" : " (known before)"));
        } catch (InvalidInputException | ConflictException refused) {
            return ActionOutcome.skipped(String.valueOf(refused.getMessage()));
        }
    }

    private static @Nullable String text(JsonNode data, String member) {
        String text = data.path(member).asString(null);
        return text == null || text.isBlank() ? null : text;
    }
}
