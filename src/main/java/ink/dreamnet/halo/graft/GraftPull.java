package ink.dreamnet.halo.graft;

import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.MaskedText;
import ink.dreamnet.halo.registry.source.ListedJson;
import ink.dreamnet.halo.registry.source.Source;
import ink.dreamnet.halo.registry.source.SourceFailedException;
import ink.dreamnet.halo.registry.source.SourceMemory;
import ink.dreamnet.halo.registry.source.SourceState;
import ink.dreamnet.halo.registry.source.Sources;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks the Graft Engine for its grafts and keeps what is known of them in line with its list.
@Component
class GraftPull {

    private static final String WHAT = "grafts";
    private static final String PATH = "/api/graft";

    private final Source source;
    private final SourceMemory memory;
    private final PulledGrafts grafts;
    private final GraftProperties properties;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;

    GraftPull(Sources sources, SourceMemory memory, PulledGrafts grafts, GraftProperties properties, AuditTrail audit,
            TransactionTemplate transaction, JsonMapper json, Clock clock) {
        this.source = sources.graftEngine();
        this.memory = memory;
        this.grafts = grafts;
        this.properties = properties;
        this.audit = audit;
        this.transaction = transaction;
        this.json = json;
        this.clock = clock;
    }

    /// What a pull came to.
    ///
    /// @param failure why it gave no usable answer, what is known being as it was; null where it did
    /// @param unusable how many entries of its list have no usable id and were passed over
    record Pulled(@Nullable String failure, int unusable) {
    }

    /// Pulls once.
    ///
    /// @param budget how long the Graft Engine may take
    Pulled pull(Duration budget) throws InterruptedException {
        try {
            Listing listing = source.get(PATH, budget, this::read);
            Map<String, Graft> listed = listing.grafts();
            TreeMap<String, Graft> known = grafts.all();
            long before = known.values().stream().filter(graft -> graft.delistedAt() == null).count();
            if (listed.isEmpty() && before >= properties.doubtFrom()) {
                throw new SourceFailedException(
                        "it lists none of the %d grafts that it listed before".formatted(before), false);
            }
            transaction.executeWithoutResult(tx -> apply(listed, known, clock.instant()));
            return new Pulled(null, listing.unusable());
        } catch (SourceFailedException failed) {
            memory.failed(source, WHAT, failed);
            return new Pulled(failed.reason(), 0);
        }
    }

    /// @return whether there is a Graft Engine
    boolean configured() {
        return source.configured();
    }

    /// @return what is remembered of asking it
    SourceState state() {
        return memory.state(source, WHAT);
    }

    /// @return where a path below DreamNet's API is, or null where its base is not known
    @Nullable
    URI below(String path) {
        URI base = source.baseUrl();
        try {
            return base == null ? null : new URI(base.toString().replaceFirst("/+$", "") + path);
        } catch (URISyntaxException noPath) {
            return null;
        }
    }

    private record Listing(Map<String, Graft> grafts, int unusable) {
    }

    private Listing read(InputStream body) throws SourceFailedException {
        Instant now = clock.instant();
        Map<String, Graft> listed = new LinkedHashMap<>();
        int unusable = ListedJson.each(json, body, "grafts",
                (id, entry) -> listed.putIfAbsent(id, GraftFormat.pulled(id, spec(entry, now), now, null)));
        return new Listing(listed, unusable);
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
                null,
                null);
    }

    private static @Nullable String text(JsonNode node, int longest) {
        String text = ListedJson.text(node, "", longest);
        return text.isEmpty() ? null : text;
    }

    private void apply(Map<String, Graft> listed, TreeMap<String, Graft> known, Instant now) {
        List<Graft> added = new ArrayList<>();
        List<Graft> changed = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        listed.forEach((id, graft) -> {
            Graft before = known.get(id);
            if (before == null) {
                added.add(graft);
                changes.add(Change.of("graft.listed", "graft", id));
            } else if (before.delistedAt() != null || !before.spec().equals(graft.spec())) {
                changed.add(graft);
                changes.add(change(before, graft));
            }
        });
        List<String> gone = known.values().stream()
                .filter(graft -> graft.delistedAt() == null && !listed.containsKey(graft.id())).map(Graft::id).toList();
        gone.forEach(id -> changes.add(Change.of("graft.delisted", "graft", id)));
        grafts.insert(added, now);
        grafts.update(changed, now);
        grafts.delist(gone, now);
        memory.answered(source, WHAT);
        audit.record(Actor.HALO, changes);
    }

    private static Change change(Graft before, Graft after) {
        return new Change(before.delistedAt() == null ? "graft.changed" : "graft.listed-again", "graft", after.id(),
                before.status() == null ? null : before.status().wire(),
                after.status() == null ? null : after.status().wire(), null);
    }
}
