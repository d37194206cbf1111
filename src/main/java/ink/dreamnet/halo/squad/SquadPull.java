package ink.dreamnet.halo.squad;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.registry.source.Source;
import ink.dreamnet.halo.registry.source.SourceFailedException;
import ink.dreamnet.halo.registry.source.SourceMemory;
import ink.dreamnet.halo.registry.source.SourceReader;
import ink.dreamnet.halo.registry.source.SourceState;
import ink.dreamnet.halo.registry.source.Sources;
import ink.dreamnet.halo.squad.SquadBuilderSquads.Answer;
import ink.dreamnet.halo.squad.SquadBuilderSquads.Listed;
import ink.dreamnet.halo.squad.SquadBuilderSquads.Measured;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// Asks Squad Builder for its squads and for their numbers, and keeps the list of squads in line. Nothing is invented: where
/// it does not answer, what is known stays as it was, and there are no numbers.
@Component
class SquadPull {

    private static final String NUMBERS = "squad-metrics";
    private static final String LIST = "squads";

    private final Source source;
    private final SourceMemory memory;
    private final PulledSquads squads;
    private final SquadProperties properties;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;

    SquadPull(Sources sources, SourceMemory memory, PulledSquads squads, SquadProperties properties, AuditTrail audit,
            TransactionTemplate transaction, JsonMapper json, Clock clock) {
        this.source = sources.squadBuilder();
        this.memory = memory;
        this.squads = squads;
        this.properties = properties;
        this.audit = audit;
        this.transaction = transaction;
        this.json = json;
        this.clock = clock;
    }

    /// What a pull came to.
    ///
    /// @param numbers the numbers of now, by squad; null where none could be pulled
    /// @param failure why something could not be pulled, or null
    /// @param unusable how many entries of its lists have no usable id and were passed over
    record Pulled(@Nullable Map<String, Sample> numbers, @Nullable String failure, int unusable) {
    }

    /// Pulls once.
    ///
    /// @param budget how long Squad Builder may take in all
    Pulled pull(Duration budget) throws InterruptedException {
        if (!source.configured()) {
            return new Pulled(null, failure(NUMBERS, "/api/squad/metrics", budget), 0);
        }
        List<String> failures = new ArrayList<>();
        Answer<Measured> counted = ask(NUMBERS, "/api/squad/metrics", budget.dividedBy(2),
                body -> SquadBuilderSquads.measured(json, body, clock.millis()), failures);
        Answer<Listed> answered = ask(LIST, "/api/squad", budget.dividedBy(2),
                body -> SquadBuilderSquads.listed(json, body), failures);
        Map<String, Measured> measured = counted == null ? null : counted.squads();
        Map<String, Listed> listed = answered == null ? null : answered.squads();
        if (measured == null && listed == null) {
            return new Pulled(null, String.join("; ", failures), 0);
        }
        TreeMap<String, Squad> known = squads.all();
        if (measured != null && listed != null && measured.isEmpty() && listed.isEmpty()
                && known.size() >= properties.doubtFrom()) {
            SourceFailedException vanished = new SourceFailedException(
                    "it lists none of the %d squads that it listed before".formatted(known.size()), false);
            memory.failed(source, NUMBERS, vanished);
            memory.failed(source, LIST, vanished);
            return new Pulled(null, vanished.reason(), 0);
        }
        transaction.executeWithoutResult(tx -> {
            apply(known, measured, listed, clock.instant());
            if (measured != null) {
                memory.answered(source, NUMBERS);
            }
            if (listed != null) {
                memory.answered(source, LIST);
            }
        });
        return new Pulled(measured == null ? null : numbers(measured),
                failures.isEmpty() ? null : String.join("; ", failures),
                (counted == null ? 0 : counted.unusable()) + (answered == null ? 0 : answered.unusable()));
    }

    /// @return whether there is a Squad Builder
    boolean configured() {
        return source.configured();
    }

    /// @return what is remembered of asking Squad Builder for numbers
    SourceState state() {
        return memory.state(source, NUMBERS);
    }

    private String failure(String what, String path, Duration budget) throws InterruptedException {
        List<String> failures = new ArrayList<>();
        ask(what, path, budget, body -> body, failures);
        return String.join("; ", failures);
    }

    private <T> @Nullable T ask(String what, String path, Duration budget, SourceReader<T> reader,
            List<String> failures) throws InterruptedException {
        try {
            return source.get(path, budget, reader);
        } catch (SourceFailedException failed) {
            memory.failed(source, what, failed);
            failures.add(source.configured() ? "GET %s: %s".formatted(path, failed.reason()) : failed.reason());
            return null;
        }
    }

    private static Map<String, Sample> numbers(Map<String, Measured> measured) {
        Map<String, Sample> numbers = new HashMap<>();
        measured.forEach((id, squad) -> {
            if (squad.sample() != null) {
                numbers.put(id, squad.sample());
            }
        });
        return numbers;
    }

    /// A squad is gone only where both answers are there and neither has it.
    private void apply(TreeMap<String, Squad> known, @Nullable Map<String, Measured> measured,
            @Nullable Map<String, Listed> listed, Instant now) {
        Set<String> ids = new LinkedHashSet<>();
        if (measured != null) {
            ids.addAll(measured.keySet());
        }
        if (listed != null) {
            ids.addAll(listed.keySet());
        }
        List<Squad> added = new ArrayList<>();
        List<Squad> changed = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (String id : ids) {
            Squad before = known.get(id);
            Listed entry = listed == null ? null : listed.get(id);
            Measured numbers = measured == null ? null : measured.get(id);
            List<String> members = entry != null
                    ? entry.members()
                    : before == null ? List.of() : before.members();
            String name = entry != null ? entry.name() : before != null ? before.name() : id;
            if (entry == null && before == null && numbers != null) {
                name = numbers.name();
            }
            Squad present = PulledSquads.squad(id, name, members, now);
            if (before == null) {
                added.add(present);
                changes.add(Change.of("squad.listed", "squad", id));
            } else if (!before.name().equals(name) || !Set.copyOf(before.members()).equals(Set.copyOf(members))) {
                changed.add(present);
                changes.add(Change.of("squad.changed", "squad", id));
            }
        }
        List<String> gone = new ArrayList<>();
        if (measured != null && listed != null) {
            known.keySet().stream().filter(id -> !ids.contains(id)).forEach(id -> {
                gone.add(id);
                changes.add(Change.of("squad.delisted", "squad", id));
            });
        }
        squads.insert(added);
        squads.update(changed);
        squads.delete(gone);
        audit.record(Actor.HALO, changes);
    }
}
