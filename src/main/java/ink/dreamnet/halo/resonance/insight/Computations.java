package ink.dreamnet.halo.resonance.insight;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.insight.ResonanceStore.Value;
import ink.dreamnet.halo.resonance.observed.RecordedHistory;
import ink.dreamnet.halo.resonance.observed.RecordedHistory.Recorded;
import ink.dreamnet.halo.resonance.observed.Seen;
import ink.dreamnet.halo.resonance.pattern.PatternState;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.weakpoint.WeakPointsDetected;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Makes computations as of the stored position, from the record and the stored state of the error rate.
@Component
class Computations {

    private final ResonanceStore store;
    private final RecordedHistory history;
    private final CycleEvents events;
    private final DeclaredSubjects declared;
    private final JsonMapper json;

    Computations(ResonanceStore store, RecordedHistory history, CycleEvents events, DeclaredSubjects declared,
            JsonMapper json) {
        this.store = store;
        this.history = history;
        this.events = events;
        this.declared = declared;
        this.json = json;
    }

    /// @param known what is in memory, or null
    /// @return a computation as of the state; what is in memory where that can go on to there
    Computation asOf(ResonanceStore.State state, @Nullable Computation known) {
        if (known != null && known.atMs() == state.processedMs()) {
            return known;
        }
        List<SubjectRef> subjects = store.subjects();
        if (known != null && known.atMs() < state.processedMs() && known.goesOn(subjects)) {
            // another replica computed these cycles: what it stored, and not what comes of them here, counts
            facts(known, history.readOn(known.reader(), state.processedMs(),
                    store.cyclesMs(known.atMs(), state.processedMs()))).forEach(known::cycle);
            if (text(known).equals(state.patterns())) {
                return known;
            }
        }
        String patterns = state.patterns();
        Computation anew = new Computation(subjects, declared.facts(subjects),
                patterns == null ? PatternState.NONE : json.readValue(patterns, PatternState.class));
        if (state.processedMs() > 0) {
            facts(anew, history.read(anew.reader(), state.processedMs(),
                    store.cyclesMs(0, state.processedMs()))).forEach(anew::cycle);
        }
        anew.asOf(state.processedMs());
        return anew;
    }

    /// @return the facts of the next cycle, before [Computation#cycle]
    List<CycleFacts> next(Computation computation, long atMs, Map<Long, WeakPointsDetected> live) {
        List<Recorded> recorded = history.readOn(computation.reader(), atMs, List.of(atMs));
        WeakPointsDetected detected = live.get(atMs);
        if (detected != null) {
            recorded = List.of(new Recorded(atMs, Seen.of(detected)));
        }
        Set<SubjectRef> asked = new LinkedHashSet<>();
        recorded.forEach(cycle -> cycle.seen().forEach(seen -> {
            if (seen.health().weak() || !computation.watches(seen.subject())) {
                asked.add(seen.subject());
            }
        }));
        computation.declare(asked, declared.facts(asked));
        return facts(computation, recorded);
    }

    private List<CycleFacts> facts(Computation computation, List<Recorded> recorded) {
        if (recorded.isEmpty()) {
            return List.of();
        }
        TreeMap<Long, List<Value>> values = store.cycles(recorded.getFirst().atMs() - 1, recorded.getLast().atMs());
        return events.facts(recorded, computation.atMs(), values, computation.fleet());
    }

    /// @return the state of the error rate, as it is stored
    String text(Computation computation) {
        return json.writeValueAsString(computation.patterns().state());
    }
}
