package ink.dreamnet.halo.graft;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import ink.dreamnet.halo.core.masking.MaskedText;
import ink.dreamnet.halo.http.CallFailedException;
import ink.dreamnet.halo.registry.fleet.PulledDefinitions;
import ink.dreamnet.halo.registry.source.ListedJson;
import ink.dreamnet.halo.registry.source.ListedJson.Listing;
import ink.dreamnet.halo.registry.source.SourceList;
import ink.dreamnet.halo.registry.source.SourceList.Listed;
import ink.dreamnet.halo.registry.source.SourceMemory;
import ink.dreamnet.halo.registry.source.SourceState;
import ink.dreamnet.halo.registry.source.Sources;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Pulls the grafts from the Graft Engine and keeps the pulled definitions in line with its list.
@Component
class GraftPull {

    private final SourceList list;
    private final PulledDefinitions<GraftSpec, Graft> grafts;
    private final GraftProperties properties;
    private final TransactionTemplate transaction;
    private final Clock clock;

    GraftPull(Sources sources, SourceMemory memory, PulledDefinitions<GraftSpec, Graft> grafts,
            GraftProperties properties, TransactionTemplate transaction, JsonMapper json, Clock clock) {
        this.list = new SourceList(sources.graftEngine(), memory, json,
                new Listed("grafts", "/api/graft", "grafts", false));
        this.grafts = grafts;
        this.properties = properties;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// The result of a pull.
    ///
    /// @param failure why it gave no usable answer, what is known being as it was; null where it did
    /// @param unusable how many entries of its list have no usable id and were skipped
    record Pulled(@Nullable String failure, int unusable) {
    }

    /// Pulls once.
    ///
    /// @param budget how long the Graft Engine may take
    Pulled pull(Duration budget) throws InterruptedException {
        try {
            Instant now = clock.instant();
            Listing<Graft> listing = list.get(budget,
                    (id, entry) -> GraftFormat.pulled(id, spec(entry, now), now, null));
            Map<String, Graft> known = grafts.all();
            list.refuseEmpty(listing.entries().values(),
                    known.values().stream().filter(graft -> graft.delistedAt() == null).count(),
                    properties.doubtFrom());
            transaction.executeWithoutResult(tx -> {
                grafts.bringInLine(known, listing.entries(), true, clock.instant());
                list.answered();
            });
            return new Pulled(null, listing.unusable());
        } catch (CallFailedException failed) {
            return new Pulled(failed.reason(), 0);
        }
    }

    /// @return whether there is a Graft Engine
    boolean configured() {
        return list.source().configured();
    }

    /// @return what is remembered of asking it
    SourceState state() {
        return list.state();
    }

    /// @return where a path below DreamNet's API is, or null where its base is not known
    @Nullable
    URI below(String path) {
        URI base = list.source().baseUrl();
        try {
            return base == null ? null : new URI(base.toString().replaceFirst("/+$", "") + path);
        } catch (URISyntaxException noPath) {
            return null;
        }
    }

    private static GraftSpec spec(JsonNode entry, Instant now) {
        JsonNode metadata = entry.path("metadata");
        String agent = text(metadata.path("agentId"), GraftFormat.MAX_NAME);
        JsonNode error = entry.path("error");
        return new GraftSpec(null, text(entry.path("name"), GraftFormat.MAX_NAME), text(entry.path("type"), 20),
                text(entry.path("status"), 20), text(entry.path("path"), GraftFormat.MAX_PATH),
                text(metadata.path("url"), GraftFormat.MAX_PATH),
                agent == null ? text(metadata.path("agent"), GraftFormat.MAX_NAME) : agent,
                text(entry.path("version"), GraftFormat.MAX_NAME),
                text(entry.path("desiredVersion"), GraftFormat.MAX_NAME),
                error.isString() ? MaskedText.of(error.stringValue()) : null,
                ListedJson.instant(entry.path("createdAt"), now), ListedJson.instant(entry.path("updatedAt"), now),
                null, null);
    }

    private static @Nullable String text(JsonNode node, int longest) {
        String text = ListedJson.text(node, "", longest);
        return text.isEmpty() ? null : text;
    }
}
