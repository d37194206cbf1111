package ink.dreamnet.halo.resonance.insight;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import ink.dreamnet.halo.memory.ledger.RepairEvidence;
import ink.dreamnet.halo.memory.ledger.RepairLedger;
import ink.dreamnet.halo.memory.ledger.Verdict;
import ink.dreamnet.halo.resonance.insight.ResonanceStore.Value;
import ink.dreamnet.halo.resonance.observed.RecordedHistory;
import ink.dreamnet.halo.resonance.observed.RecordedHistory.Recorded;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Deployed;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Measure;
import ink.dreamnet.halo.resonance.timeline.Repaired;
import ink.dreamnet.halo.weakpoint.DeployHistory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Adds to what cycles observed what happened between them: repairs, deploys, and values of metrics.
@Component
class CycleEvents {

    /// How many deploys are read at once; of a longer time only the latest.
    private static final int MOST_DEPLOYS = 200;

    private final RepairLedger repairs;
    private final ObjectProvider<DeployHistory> deploys;

    CycleEvents(RepairLedger repairs, ObjectProvider<DeployHistory> deploys) {
        this.repairs = repairs;
        this.deploys = deploys;
    }

    /// @param cycles what cycles observed, in their order
    /// @param afterMs the cycle before the first of them, in ms since 1970; 0 where there was none. What happened longer ago than
    ///        [RecordedHistory#WINDOW] is not read
    /// @param values the values that the cycles knew, by when they observed
    /// @param fleet gets the subjects that are new
    /// @return the facts of the cycles; each has what happened since the one before
    @Transactional(readOnly = true)
    public List<CycleFacts> facts(List<Recorded> cycles, long afterMs, SortedMap<Long, List<Value>> values,
            Fleet fleet) {
        if (cycles.isEmpty()) {
            return List.of();
        }
        Instant until = Instant.ofEpochMilli(cycles.getLast().atMs());
        // of a longer past no cycle is read, so that its repairs would all count for the first one that is
        Instant after = Instant.ofEpochMilli(Math.max(afterMs, until.minus(RecordedHistory.WINDOW).toEpochMilli()));
        NavigableMap<Long, CycleFacts> facts = new TreeMap<>();
        cycles.forEach(cycle -> facts.put(cycle.atMs(), new CycleFacts(cycle.atMs(), cycle.facts(fleet).looks(),
                values.getOrDefault(cycle.atMs(), List.of()).stream().map(value -> new Measure(
                        fleet.number(value.subject()), value.metric(), value.value(), value.limit())).toList(),
                List.of(), List.of())));
        Map<Long, List<Repaired>> repaired = new TreeMap<>();
        repairs.judged(after, until, repair -> {
            Instant at = repair.work().verdictAt();
            Verdict verdict = repair.work().verdict();
            if (at != null && verdict != null && verdict != Verdict.INCONCLUSIVE && verdict != Verdict.UNDELIVERABLE) {
                repaired.computeIfAbsent(cycleOf(facts, at), _ -> new ArrayList<>())
                        .add(repaired(repair, verdict, fleet));
            }
        });
        Map<Long, List<Deployed>> deployed = new TreeMap<>();
        DeployHistory known = deploys.getIfAvailable();
        (known == null ? List.<DeployHistory.Deployed>of() : known.between(after, until, MOST_DEPLOYS))
                .forEach(deploy -> new TreeSet<>(deploy.subjects()).forEach(subject -> deployed
                        .computeIfAbsent(cycleOf(facts, deploy.at()), _ -> new ArrayList<>())
                        .add(new Deployed(fleet.number(subject), deploy.at().toEpochMilli()))));
        facts.replaceAll((at, one) -> new CycleFacts(at, one.looks(), one.measures(),
                deployed.getOrDefault(at, List.of()), repaired.getOrDefault(at, List.of())));
        return List.copyOf(facts.values());
    }

    /// @return the first cycle not before a time, in ms since 1970
    private static long cycleOf(NavigableMap<Long, CycleFacts> facts, Instant at) {
        return Objects.requireNonNull(facts.ceilingKey(at.toEpochMilli()));
    }

    private static Repaired repaired(RepairEvidence repair, Verdict verdict, Fleet fleet) {
        return new Repaired(fleet.number(repair.repair().subject()), repair.repair().code(),
                repair.repair().strategy(), repair.repair().step(), verdict == Verdict.EFFECTIVE);
    }
}
