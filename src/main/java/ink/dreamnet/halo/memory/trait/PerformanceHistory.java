package ink.dreamnet.halo.memory.trait;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.memory.statistics.Shrinkage;
import ink.dreamnet.halo.memory.statistics.Tally;
import ink.dreamnet.halo.task.PerformanceRecord;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// How well squads and agents do tasks of a type: the share that helped, discounted by age and shrunk to 0.5 with the strength of
/// four tasks. A task that nobody did counts as one that did not help.
@Component
class PerformanceHistory implements PerformanceRecord {

    private final OutcomeStore outcomes;
    private final Clock clock;

    PerformanceHistory(OutcomeStore outcomes, Clock clock) {
        this.outcomes = outcomes;
        this.clock = clock;
    }

    @Override
    @Transactional(readOnly = true)
    public Map<SubjectRef, Performance> of(String type, Collection<SubjectRef> performers) {
        Map<Entity, List<Week>> weeks = outcomes.weeks(type, performers.stream().map(Entity::of).toList());
        Map<SubjectRef, Performance> found = new HashMap<>();
        for (SubjectRef performer : performers) {
            Tally tally = Traits.tally(weeks.getOrDefault(Entity.of(performer), List.of()), clock.millis());
            if (tally.trials() > 0) {
                found.put(performer, new Performance(Shrinkage.estimate(List.of(tally)), tally.trials()));
            }
        }
        return found;
    }
}
