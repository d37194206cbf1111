package ink.dreamnet.halo.memory.trait;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import ink.dreamnet.halo.analysis.AnalyzerRegistry;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.memory.ledger.MemoryProperties;
import ink.dreamnet.halo.subject.Checked;
import ink.dreamnet.halo.subject.SubjectChecks;
import ink.dreamnet.halo.weakpoint.WeakPointsDetected;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Records what each cycle observed of subjects, in the transaction of the cycle. Where nothing has changed, nothing is written of
/// any subject: what was observed last is held in memory, as of the last commit, and read again where another replica has added
/// to the record.
@Component
class SubjectRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(SubjectRecorder.class);

    private final RecordStore store;
    private final WatchStore current;
    private final OutcomeStore outcomes;
    private final TraitRefresh traits;
    private final AnalyzerRegistry analyzers;
    private final MemoryProperties properties;
    private final SubjectChecks checks;
    private volatile @Nullable Known committed;

    SubjectRecorder(RecordStore store, WatchStore current, OutcomeStore outcomes, TraitRefresh traits,
            AnalyzerRegistry analyzers,
            MemoryProperties properties, SubjectChecks checks) {
        this.store = store;
        this.current = current;
        this.outcomes = outcomes;
        this.traits = traits;
        this.analyzers = analyzers;
        this.properties = properties;
        this.checks = checks;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void record(WeakPointsDetected detected) {
        RecordStore.Version version = store.lock();
        Known before = committed;
        Known known = before != null && before.version() == version.version() ? before : current.known(version);
        Round round = new Round(known, detected, properties.holdsFor(), this::watched);
        List<Span> spans = withRepairs(round.spans(), known);
        store.write(round, spans);
        current.write(spans);
        Set<Entity> changed = new LinkedHashSet<>(outcomes.count());
        spans.forEach(span -> changed.add(span.entity()));
        round.levels().keySet().forEach(subject -> changed.add(Entity.of(subject)));
        traits.changed(changed, round.atMs());
        long next = version.version() + 1;
        store.version(next, round.atMs());
        // while it is not known whether this is committed, nothing is known
        committed = null;
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                if (status == STATUS_COMMITTED) {
                    committed = known.after(round, next);
                    checks.recorded(new Checked(detected.observations(), Instant.ofEpochMilli(round.atMs()),
                            round.unobserved(), round.removed()));
                } else if (status == STATUS_ROLLED_BACK) {
                    committed = known;
                }
            }
        });
    }

    private Set<SubjectRef> watched(String analyzer, Collection<SubjectRef> subjects) {
        try {
            return analyzers.find(analyzer).map(found -> found.watched(subjects)).orElse(new HashSet<>(subjects));
        } catch (RuntimeException cannotTell) {
            LOG.warn("Analyzer {} could not tell which of {} subjects it watches", analyzer, subjects.size(),
                    cannotTell);
            return new HashSet<>(subjects);
        }
    }

    /// Finds out where a task was handed over while a subject was weak, so that it is not said to have healed by itself.
    private List<Span> withRepairs(List<Span> spans, Known known) {
        Map<EntityKind, Set<String>> asked = new EnumMap<>(EntityKind.class);
        spans.stream().filter(span -> span.repaired() != null).map(Span::entity).forEach(
                entity -> asked.computeIfAbsent(entity.kind(), any -> new HashSet<>()).add(entity.id()));
        Map<Entity, Long> handovers = new HashMap<>();
        asked.forEach((kind, ids) -> store.handovers(kind, ids)
                .forEach((id, at) -> handovers.put(new Entity(kind, id), at)));
        return spans.stream().map(span -> {
            Long at = handovers.get(span.entity());
            return span.repaired() == null
                    ? span
                    : span.repaired(at != null && at >= since(known, span));
        }).collect(Collectors.toList());
    }

    private static long since(Known known, Span span) {
        Map<SubjectRef, Watch> watches = known.watches().getOrDefault(span.analyzer(), Map.of());
        return Objects.requireNonNull(watches.get(span.entity().subject())).sinceMs();
    }
}
