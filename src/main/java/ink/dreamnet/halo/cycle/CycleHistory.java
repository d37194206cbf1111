package ink.dreamnet.halo.cycle;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;

import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.masking.MaskedJson;
import ink.dreamnet.halo.trigger.RequestBatch;
import ink.dreamnet.halo.weakpoint.Detection;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// HALO cycle history: records cycles, and makes them queryable.
@Service
public class CycleHistory {

    /// How long the lists of one page may be, as the characters of their JSON.
    static final long MAX_PAGE_CHARACTERS = 8_000_000;

    private final EntityManager entities;
    private final CycleIndex index;
    private final JsonMapper json;
    private final ApplicationEventPublisher publisher;
    private final Clock clock;

    CycleHistory(EntityManager entities, CycleIndex index, JsonMapper json, ApplicationEventPublisher publisher,
            Clock clock) {
        this.entities = entities;
        this.index = index;
        // an old record may have members that later versions dropped, and lack those that they added
        this.json = json.rebuild().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();
        this.publisher = publisher;
        this.clock = clock;
    }

    /// Notes that a cycle starts, in the transaction that claims its requests.
    @Transactional(propagation = Propagation.MANDATORY)
    public void start(RequestBatch batch) {
        entities.persist(new HaloCycle(batch, clock.instant()));
    }

    /// Records the outcome of a running cycle, in the transaction that changes weak points and tasks.
    ///
    /// @throws CycleLostException where the cycle is not running any more
    @Transactional(propagation = Propagation.MANDATORY)
    public CycleSummary complete(RequestBatch batch, CycleOutcome outcome) {
        HaloCycle cycle = require(batch.cycleId());
        cycle.complete(outcome, SummarySentence.of(batch, outcome), clock.instant());
        index.add(cycle.summary(), outcome.subjects());
        CycleDetail detail = CycleDetail.of(batch.requests(), outcome);
        entities.persist(new CycleDetailEntity(batch.cycleId(), MaskedJson.write(json.writer(), detail)));
        List<CycleRecorded.Doubt> doubts = outcome.runs().stream().filter(this::newlyInDoubt)
                .map(run -> new CycleRecorded.Doubt(run.name(), run.error() == null ? "" : run.error())).toList();
        if (!(batch.scope() instanceof Scope.Named)) {
            boolean all = batch.scope() instanceof Scope.All;
            outcome.runs().forEach(run -> note(run, cycle, all));
        }
        Detection detection = outcome.detection();
        publisher.publishEvent(new CycleRecorded(cycle.summary(), detection.opened(), detection.reopened(),
                detection.resolved().size(), new CycleRecorded.Seen(seen(detection, Severity.CRITICAL),
                        seen(detection, Severity.HIGH), seen(detection, Severity.MEDIUM)),
                doubts, outcome.squad()));
        return cycle.summary();
    }

    private static int seen(Detection detection, Severity severity) {
        return (int) detection.seen().stream().filter(point -> point.severity() == severity).count();
    }

    private boolean newlyInDoubt(AnalyzerRun run) {
        if (run.status() != AnalyzerStatus.INCONCLUSIVE) {
            return false;
        }
        LastRunEntity last = entities.find(LastRunEntity.class, run.name());
        return last == null || last.view().status() != AnalyzerStatus.INCONCLUSIVE;
    }

    /// @param all whether the cycle covered everything; only then it counts as a turn
    private void note(AnalyzerRun run, HaloCycle cycle, boolean all) {
        LastRunEntity last = entities.find(LastRunEntity.class, run.name());
        if (run.status() != AnalyzerStatus.SKIPPED) {
            int skippedCycles = all || last == null ? 0 : last.view().skippedCycles();
            entities.merge(new LastRunEntity(run, cycle.id(), cycle.summary().timestamp(), skippedCycles));
        } else if (last != null) {
            last.skip();
        }
    }

    /// Records that a running cycle was interrupted.
    ///
    /// @param why one sentence
    /// @param rerunAs the cycle that serves its requests again, null where none does
    @Transactional(propagation = Propagation.MANDATORY)
    public void interrupt(UUID cycleId, String why, @Nullable UUID rerunAs) {
        HaloCycle cycle = require(cycleId);
        cycle.interrupt(why, rerunAs);
        index.add(cycle.summary(), Set.of());
    }

    private HaloCycle require(UUID cycleId) {
        HaloCycle cycle = entities.find(HaloCycle.class, cycleId, LockModeType.PESSIMISTIC_WRITE);
        if (cycle == null) {
            throw new IllegalStateException("cycle %s was never started".formatted(cycleId));
        }
        return cycle;
    }

    /// @return the cycles that are running, or whose process ended under them
    @Transactional(readOnly = true)
    public List<UUID> running() {
        return entities.createQuery("select id from HaloCycle where status = :running order by id", UUID.class)
                .setParameter("running", CycleStatus.RUNNING).getResultList();
    }

    /// @return the newest cycle that is completed
    @Transactional(readOnly = true)
    public Optional<CycleSummary> latest() {
        return page(HistoryFilter.COMPLETED, new PageQuery(1, null)).items().stream().findFirst()
                .map(HaloCycle::summary);
    }

    /// @return in how many cycles each analyzer that ever ran was left out since, by its name
    @Transactional(readOnly = true)
    public Map<String, Integer> skippedCycles() {
        Map<String, Integer> skippedCycles = new HashMap<>();
        lastRuns().forEach((name, run) -> skippedCycles.put(name, run.skippedCycles()));
        return skippedCycles;
    }

    /// @return the last run of each analyzer that ever ran, by its name. Cycles limited to named subjects do not count.
    @Transactional(readOnly = true)
    public Map<String, LastRun> lastRuns() {
        return entities.createQuery("from LastRunEntity", LastRunEntity.class).getResultStream()
                .map(LastRunEntity::view).collect(Collectors.toMap(LastRun::analyzer, Function.identity()));
    }

    /// @return when each of some cycles began
    @Transactional(readOnly = true)
    public Map<UUID, Instant> startedAt(Collection<UUID> ids) {
        Map<UUID, Instant> started = new HashMap<>();
        if (ids.isEmpty()) {
            return started;
        }
        entities.createQuery("select id, startedAt from HaloCycle where id in (:ids)", Object[].class)
                .setParameter("ids", ids).getResultStream()
                .forEach(row -> started.put((UUID) row[0], (Instant) row[1]));
        return started;
    }

    /// @return a cycle, running ones included
    @Transactional(readOnly = true)
    public Optional<RecordedCycle> find(UUID id) {
        return Optional.ofNullable(entities.find(HaloCycle.class, id))
                .map(cycle -> withDetails(List.of(cycle)).getFirst());
    }

    /// @return a page of the cycles that are completed or interrupted and fit, newest first
    /// @throws InvalidInputException where the page begins at something that is no recorded cycle
    @Transactional(readOnly = true)
    public Page<CycleSummary> summaries(HistoryFilter filter, PageQuery page) {
        return page(filter, page).map(HaloCycle::summary);
    }

    /// @return as [#summaries], with the lists. The page ends before its lists are longer than [#MAX_PAGE_CHARACTERS], but
    ///         holds one cycle at least.
    @Transactional(readOnly = true)
    Page<RecordedCycle> cycles(HistoryFilter filter, PageQuery page) {
        Page<HaloCycle> found = page(filter, page);
        List<HaloCycle> fitting = fitting(found.items());
        String next = fitting.size() < found.items().size() ? fitting.getLast().id().toString() : found.next();
        return new Page<>(withDetails(fitting), next);
    }

    private List<HaloCycle> fitting(List<HaloCycle> cycles) {
        if (cycles.isEmpty()) {
            return cycles;
        }
        Map<UUID, Integer> lengths = new HashMap<>();
        // as SQL: HQL refuses the length of a long text on PostgreSQL
        List<?> rows = entities.createNativeQuery(
                "select cycle_id, char_length(detail) as characters from halo_cycle_detail where cycle_id in (:ids)")
                .unwrap(NativeQuery.class).addScalar("cycle_id", UUID.class).addScalar("characters", Integer.class)
                .setParameter("ids", cycles.stream().map(HaloCycle::id).toList()).getResultList();
        for (Object row : rows) {
            Object[] columns = (Object[]) row;
            lengths.put((UUID) columns[0], (Integer) columns[1]);
        }
        long characters = 0;
        for (int i = 0; i < cycles.size(); i++) {
            characters += lengths.getOrDefault(cycles.get(i).id(), 0);
            if (i > 0 && characters > MAX_PAGE_CHARACTERS) {
                return cycles.subList(0, i);
            }
        }
        return cycles;
    }

    private Page<HaloCycle> page(HistoryFilter filter, PageQuery page) {
        List<UUID> ids = index.find(filter, page);
        Map<UUID, HaloCycle> found = new HashMap<>();
        if (!ids.isEmpty()) {
            entities.createQuery("from HaloCycle where id in (:ids)", HaloCycle.class).setParameter("ids", ids)
                    .getResultStream().forEach(cycle -> found.put(cycle.id(), cycle));
        }
        return Page.of(ids.stream().map(found::get).filter(Objects::nonNull).toList(), page,
                cycle -> cycle.id().toString());
    }

    private List<RecordedCycle> withDetails(List<HaloCycle> cycles) {
        Map<UUID, CycleDetailEntity> details = entities
                .createQuery("from CycleDetailEntity where cycleId in (:ids)", CycleDetailEntity.class)
                .setParameter("ids", cycles.stream().map(HaloCycle::id).toList()).getResultStream()
                .collect(Collectors.toMap(CycleDetailEntity::cycleId, Function.identity()));
        return cycles.stream().map(cycle -> new RecordedCycle(cycle.summary(), read(details.get(cycle.id())))).toList();
    }

    private CycleDetail read(@Nullable CycleDetailEntity entity) {
        return entity == null ? CycleDetail.NONE : json.readValue(entity.detail(), CycleDetail.class);
    }
}
