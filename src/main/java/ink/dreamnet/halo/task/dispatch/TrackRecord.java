package ink.dreamnet.halo.task.dispatch;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.task.PerformanceRecord;
import ink.dreamnet.halo.task.PerformanceRecord.Performance;
import ink.dreamnet.halo.task.dispatch.Ranking.Performer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;

/// Looks up how well squads and agents do tasks, where there is a choice. Where that fails, nothing is known of them: no task waits
/// for it.
@Component
class TrackRecord {

    private static final Logger LOG = LoggerFactory.getLogger(TrackRecord.class);

    private final ObjectProvider<PerformanceRecord> records;

    TrackRecord(ObjectProvider<PerformanceRecord> records) {
        this.records = records;
    }

    /// @param type the task type
    /// @param ids the squads or agents among which there is a choice
    /// @return how well they do such tasks, by their ids, as far as that is known
    Map<String, Performance> of(String type, SubjectKind kind, Collection<String> ids) {
        Map<String, Performance> known = new HashMap<>();
        if (ids.size() < 2) {
            return known;
        }
        try {
            PerformanceRecord present = records.getIfAvailable();
            if (present != null) {
                present.of(type, ids.stream().map(id -> new SubjectRef(kind, id)).toList())
                        .forEach((who, performance) -> known.put(who.id(), performance));
                known.values().removeIf(performance -> Double.isNaN(performance.success()));
            }
        } catch (ConcurrencyFailureException conflict) {
            // the transaction is tried again
            throw conflict;
        } catch (RuntimeException | LinkageError failure) {
            LOG.warn("How well {} {}s do tasks of type {} cannot be read", ids.size(), kind.wire(), type, failure);
            known.clear();
        }
        return known;
    }

    /// @param ids agents that are there
    Ranking agents(String type, List<String> ids) {
        Map<String, Performance> known = of(type, SubjectKind.AGENT, ids);
        return Ranking.of(SubjectKind.AGENT,
                ids.stream().map(id -> new Performer(id, true, true, known.get(id))).toList());
    }
}
