package ink.dreamnet.halo.squad;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.http.CallFailedException;
import ink.dreamnet.halo.registry.fleet.PulledDefinitions;
import ink.dreamnet.halo.registry.source.ListedJson.Listing;
import ink.dreamnet.halo.registry.source.SourceList;
import ink.dreamnet.halo.registry.source.SourceList.Listed;
import ink.dreamnet.halo.registry.source.SourceMemory;
import ink.dreamnet.halo.registry.source.SourceState;
import ink.dreamnet.halo.registry.source.Sources;
import ink.dreamnet.halo.squad.SquadBuilderSquads.Measured;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// Asks Squad Builder for its squads and for their numbers, and keeps the list of squads in line. Nothing is invented: where
/// it does not answer, what is known stays as it was, and there are no numbers.
@Component
class SquadPull {

    private final SourceList numbers;
    private final SourceList list;
    private final PulledDefinitions<SquadSpec, Squad> squads;
    private final SquadProperties properties;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SquadPull(Sources sources, SourceMemory memory, PulledDefinitions<SquadSpec, Squad> squads,
            SquadProperties properties, TransactionTemplate transaction, JsonMapper json, Clock clock) {
        this.numbers = new SourceList(sources.squadBuilder(), memory, json,
                new Listed("squad-metrics", "/api/squad/metrics", "squads", true));
        this.list = new SourceList(sources.squadBuilder(), memory, json,
                new Listed("squads", "/api/squad", "squads", false));
        this.squads = squads;
        this.properties = properties;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// The result of a pull.
    ///
    /// @param numbers the numbers of now, by squad; null where none could be pulled
    /// @param unserved how Squad Builder said that it has no numbers at all; null where it has, or where that is not known
    /// @param failure why something could not be pulled, or null
    /// @param unusable how many entries of its lists have no usable id and were skipped
    record Pulled(@Nullable Map<String, Sample> numbers, @Nullable String unserved, @Nullable String failure,
            int unusable) {
    }

    /// Pulls once.
    ///
    /// @param budget how long Squad Builder may take in all
    Pulled pull(Duration budget) throws InterruptedException {
        List<String> failures = new ArrayList<>();
        Listing<SquadSpec> listed = null;
        if (configured()) {
            try {
                listed = list.get(budget.dividedBy(2), SquadBuilderSquads::listed);
            } catch (CallFailedException failed) {
                failures.add(said(list, failed));
            }
        }
        Listing<Measured> measured = null;
        String unserved = null;
        try {
            long now = clock.millis();
            measured = numbers.get(budget.dividedBy(2), (id, entry) -> SquadBuilderSquads.measured(id, entry, now));
        } catch (CallFailedException failed) {
            if (failed.absent() && listed != null) {
                unserved = said(numbers, failed);
            } else {
                if (failed.absent()) {
                    // who does not even list squads cannot be believed that there are no numbers
                    numbers.failed(failed);
                }
                failures.add(said(numbers, failed));
            }
        }
        if (measured == null && listed == null) {
            return new Pulled(null, null, String.join("; ", failures), 0);
        }
        return keep(listed, measured, unserved, failures);
    }

    private Pulled keep(@Nullable Listing<SquadSpec> listed, @Nullable Listing<Measured> measured,
            @Nullable String unserved, List<String> failures) {
        Map<String, Squad> known = squads.all();
        Map<String, Squad> present = present(known, measured, listed, clock.instant());
        boolean complete = listed != null && (measured != null || unserved != null);
        try {
            list.refuseEmpty(present.values(), complete ? known.size() : 0, properties.doubtFrom());
        } catch (CallFailedException vanished) {
            numbers.failed(vanished);
            return new Pulled(null, unserved, vanished.reason(), 0);
        }
        transaction.executeWithoutResult(tx -> {
            squads.bringInLine(known, present, complete, clock.instant());
            if (measured != null || unserved != null) {
                numbers.answered();
            }
            if (listed != null) {
                list.answered();
            }
        });
        return new Pulled(measured == null ? null : samples(measured), unserved,
                failures.isEmpty() ? null : String.join("; ", failures),
                (measured == null ? 0 : measured.unusable()) + (listed == null ? 0 : listed.unusable()));
    }

    /// @return whether there is a Squad Builder
    boolean configured() {
        return numbers.source().configured();
    }

    /// @return when Squad Builder last answered with numbers, or that it has none, and why it failed since
    SourceState state() {
        return numbers.state();
    }

    private static String said(SourceList list, CallFailedException failed) {
        return list.source().configured() ? "GET %s: %s".formatted(list.path(), failed.reason()) : failed.reason();
    }

    private static Map<String, Sample> samples(Listing<Measured> measured) {
        Map<String, Sample> samples = new HashMap<>();
        measured.entries().forEach((id, squad) -> {
            if (squad.sample() != null) {
                samples.put(id, squad.sample());
            }
        });
        return samples;
    }

    /// @return the squads that either answer has. One that only has numbers keeps the name and the members that are known
    private static Map<String, Squad> present(Map<String, Squad> known, @Nullable Listing<Measured> measured,
            @Nullable Listing<SquadSpec> listed, Instant now) {
        Map<String, SquadSpec> specs = new LinkedHashMap<>();
        if (measured != null) {
            measured.entries().forEach((id, squad) -> specs.put(id,
                    known.containsKey(id) ? known.get(id).spec() : SquadSpec.pulled(squad.name(), List.of())));
        }
        if (listed != null) {
            specs.putAll(listed.entries());
        }
        Map<String, Squad> present = new LinkedHashMap<>();
        specs.forEach((id, spec) -> {
            Squad squad = SquadFormat.pulled(id, spec, now);
            Squad before = known.get(id);
            // in whichever order it names the same members, nothing has changed
            boolean same = before != null && before.name().equals(squad.name())
                    && Set.copyOf(before.members()).equals(Set.copyOf(squad.members()));
            present.put(id, same ? before : squad);
        });
        return present;
    }
}
