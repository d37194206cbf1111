package ink.dreamnet.halo.squad;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.registry.fleet.PulledDefinitions;
import ink.dreamnet.halo.squad.SampleStore.HourWrite;
import ink.dreamnet.halo.squad.SampleStore.Key;
import ink.dreamnet.halo.squad.SampleStore.Write;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// Records samples, keeps them no closer together than configured, and removes old ones.
@Component
class SampleLog {

    /// Samples are kept for so long beyond what is judged, so that a late cycle still sees whole hours.
    private static final long SLACK_MS = 3_600_000;

    private final SampleStore store;
    private final PulledDefinitions<SquadSpec, Squad> pulled;
    private final Definitions<SquadSpec, Squad> definitions;
    private final SquadProperties properties;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;

    SampleLog(SampleStore store, PulledDefinitions<SquadSpec, Squad> pulled, Definitions<SquadSpec, Squad> definitions,
            SquadProperties properties, TransactionTemplate transaction, JsonMapper json, Clock clock) {
        this.store = store;
        this.pulled = pulled;
        this.definitions = definitions;
        this.properties = properties;
        this.transaction = transaction;
        this.json = json;
        this.clock = clock;
    }

    /// Records the metrics that a squad reports.
    ///
    /// @throws NotFoundException where there is no such squad
    /// @throws ConflictException where its numbers are pulled from Squad Builder
    /// @throws ink.dreamnet.halo.core.InvalidInputException naming every field that is wrong
    Sample report(String squadId, MetricsReport report) {
        Sample sample = report.sample(clock.millis(), json);
        if (!definitions.all().containsKey(squadId)) {
            if (pulled.exists(squadId)) {
                throw new ConflictException(
                        "Squad '%s' is pulled from Squad Builder with its numbers; register it here (PUT) to report them"
                                .formatted(squadId));
            }
            throw new NotFoundException(SubjectKind.SQUAD.wire(), squadId);
        }
        Key key = new Key(squadId, Origin.PUSHED);
        try {
            transaction.executeWithoutResult(tx -> store.write(List.of(new Write(key, sample,
                    Series.replaced(store.lastTwo(key), sample, properties.sampleEvery().toMillis())))));
        } catch (DuplicateKeyException sameMillisecond) {
            // another report of the same moment stands; nothing is lost, because counters are cumulative
            return sample;
        }
        return sample;
    }

    /// Records what was counted just now.
    ///
    /// @param origin who counted
    /// @param all what is kept; it gets the new samples too
    void counted(Origin origin, Map<String, Sample> bySquad, Map<Key, Series> all) {
        List<Write> writes = new ArrayList<>(bySquad.size());
        bySquad.forEach((squadId, sample) -> {
            Key key = new Key(squadId, origin);
            Series series = all.computeIfAbsent(key, k -> Series.empty(k.squadId(), k.origin()));
            Long replaced = Series.replaced(series.samples(), sample, properties.sampleEvery().toMillis());
            writes.add(new Write(key, sample, replaced));
            series.add(sample, replaced);
        });
        transaction.executeWithoutResult(tx -> store.write(writes));
    }

    /// Keeps the hours that have become past, and removes what is too old.
    void rollUp(Map<Key, Series> all, long nowMs) {
        List<HourWrite> hours = new ArrayList<>();
        all.forEach((key, series) -> Pace.completeHours(series, nowMs, properties.minFinished())
                .forEach(hour -> hours.add(new HourWrite(key, hour))));
        long judged = Math.max(properties.window().toMillis(), Pace.HOUR_MS);
        transaction.executeWithoutResult(tx -> {
            store.writeHours(hours);
            store.removeOld(nowMs - judged - SLACK_MS, nowMs - Math.max(properties.history().toMillis(),
                    judged + SLACK_MS), nowMs);
        });
    }
}
