package ink.dreamnet.halo.resonance.insight;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.Insight;
import ink.dreamnet.halo.resonance.InsightsRaised;
import ink.dreamnet.halo.resonance.observed.RecordedHistory;
import ink.dreamnet.halo.resonance.pattern.Finding;
import ink.dreamnet.halo.resonance.pattern.Patterns;
import ink.dreamnet.halo.resonance.pattern.Patterns.Raised;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.weakpoint.WeakPointsDetected;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// Computes the insights of the next cycle that is recorded and not computed yet.
///
/// What it changes, and how far it is, is stored in one transaction under one lock: a cycle is computed once, whichever replica does
/// it, and one that was cut off is computed again. What is in memory is thrown away where the stored position is another one, and
/// computed anew from the record, with the stored state of the error rate: so all replicas come to the same. Not for use by several
/// threads at once.
@Component
class InsightPass {

    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)}");

    private final ResonanceStore store;
    private final InsightStore insights;
    private final Computations computations;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher publisher;
    private final JsonMapper json;
    private final MeterRegistry meters;
    private final Timer time;
    private @Nullable Computation computation;

    InsightPass(ResonanceStore store, InsightStore insights, Computations computations, TransactionTemplate transaction,
            ApplicationEventPublisher publisher, JsonMapper json, MeterRegistry meters) {
        this.store = store;
        this.insights = insights;
        this.computations = computations;
        this.transaction = transaction;
        this.publisher = publisher;
        this.json = json;
        this.meters = meters;
        this.time = Timer.builder("halo.insights.computed").description("Computing the insights of a cycle")
                .register(meters);
    }

    /// Computes the next cycle.
    ///
    /// @param live what cycles detected, by when they are recorded; the others are read from the record
    /// @return whether there may be another one
    boolean next(NavigableMap<Long, WeakPointsDetected> live) {
        ResonanceStore.State state = store.state();
        Long next = store.next(state.processedMs());
        if (next == null) {
            live.clear();
            return false;
        }
        Computation known = computation;
        // until all is stored for sure, nothing is known
        computation = null;
        Computation current = computations.asOf(state, known);
        Timer.Sample sample = Timer.start();
        List<Insight> raised = transaction
                .<@Nullable List<Insight>>execute(tx -> store.lock().processedMs() == current.atMs()
                        ? compute(current, next, live)
                        : null);
        if (raised != null) {
            computation = current;
            live.headMap(next, true).clear();
            sample.stop(time);
            raised.forEach(insight -> meters.counter("halo.insights.raised", "pattern", insight.pattern()).increment());
        }
        return true;
    }

    private List<Insight> compute(Computation current, long atMs, Map<Long, WeakPointsDetected> live) {
        int known = store.countSubjects();
        insights.takeDismissed().forEach(number -> current.patterns().dismiss(number));
        List<Insight> raised = new ArrayList<>();
        for (CycleFacts facts : computations.next(current, atMs, live)) {
            write(current, current.cycle(facts), raised);
        }
        current.asOf(atMs);
        store.addSubjects(known, current.subjectsFrom(known));
        store.save(new ResonanceStore.State(atMs, computations.text(current),
                json.writeValueAsString(current.groups())));
        store.removeBefore(atMs - RecordedHistory.WINDOW.toMillis());
        if (!raised.isEmpty()) {
            publisher.publishEvent(new InsightsRaised(raised));
        }
        return raised;
    }

    private void write(Computation current, Patterns.Outcome outcome, List<Insight> raised) {
        for (Raised one : outcome.raised()) {
            Insight insight = insight(current, one, Ids.next());
            insights.add(one.id(), insight);
            raised.add(insight);
        }
        Map<Long, Insight> before = insights.byNumber(outcome.updated().stream().map(Raised::id).toList());
        outcome.updated().forEach(one -> {
            Insight known = before.get(one.id());
            if (known != null) {
                insights.update(known.with(insight(current, one, known.id())));
            }
        });
        insights.end(outcome.ended(), Instant.ofEpochMilli(current.atMs()));
    }

    private static Insight insight(Computation current, Raised raised, UUID id) {
        Finding finding = raised.finding();
        List<SubjectRef> subjects = current.subjects(finding.subjects());
        Map<String, Object> evidence = new LinkedHashMap<>(new TreeMap<>(finding.evidence()));
        if (!Double.isNaN(finding.eValue())) {
            evidence.put("eValue", Math.min(finding.eValue(), Double.MAX_VALUE));
        }
        evidence.put("cycles", finding.cyclesMs().stream().map(Instant::ofEpochMilli).toList());
        String sentence = PLACE.matcher(finding.template()).replaceAll(place -> Matcher.quoteReplacement(
                subjects.get(Integer.parseInt(place.group(1))).toString()));
        return new Insight(id, finding.pattern(), sentence, subjects, evidence, finding.severity(), finding.actions(),
                Instant.ofEpochMilli(raised.firstMs()), Instant.ofEpochMilli(raised.lastMs()), Insight.State.OPEN, null,
                null);
    }
}
