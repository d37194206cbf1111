package ink.dreamnet.halo.weakpoint;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Detects weak points and follows them over time.
@Service
public class WeakPoints implements WeakPointAges {

    /// Why a weak point is resolved: its subject was observed, and it was not there.
    public static final String OBSERVED_CLEAN = "observed-clean";
    /// Why a weak point is resolved: its subject was observed, and all that is left is an issue of severity `low`.
    public static final String OBSERVED_LOW = "observed-low";
    /// Why a weak point is resolved: no analyzer watches its subject any more.
    public static final String SUBJECT_REMOVED = "subject-removed";

    private static final String SUBJECT_TYPE = "weak point";
    private static final String ACKNOWLEDGED = "acknowledged";
    private static final String COMMENT = "comment";
    private static final Duration LONGEST_SNOOZE = Duration.ofDays(30);
    private static final int MAX_COMMENT = 1000;
    /// Shorter, because a line of history holds the time beside it.
    private static final int MAX_SNOOZE_COMMENT = 900;

    private final WeakPointStore store;
    private final WeakPointGroups groups;
    private final WeakPointDetector detector;
    private final Suppressions suppressions;
    private final AuditTrail audit;
    private final ApplicationEventPublisher publisher;
    private final Clock clock;

    WeakPoints(WeakPointStore store, WeakPointGroups groups, WeakPointDetector detector, Suppressions suppressions,
            AuditTrail audit, ApplicationEventPublisher publisher, Clock clock) {
        this.store = store;
        this.groups = groups;
        this.detector = detector;
        this.suppressions = suppressions;
        this.audit = audit;
        this.publisher = publisher;
        this.clock = clock;
    }

    /// Turns what a cycle observed into weak points: opens, reopens, continues and resolves them, and decides of which of them
    /// repairs are to be proposed.
    ///
    /// @param began when the analysis of the cycle began: no weak point names a later deploy
    /// @return what changed
    @Transactional(propagation = Propagation.MANDATORY)
    public Detection detect(Observations observations, Instant began) {
        return detector.detect(observations, began);
    }

    /// Acknowledges a weak point.
    ///
    /// @param comment the operator's comment, at most 1,000 characters; null for none
    /// @throws NotFoundException where there is none of that id
    /// @throws IllegalTransitionException where it is not open
    @Transactional
    public WeakPoint acknowledge(UUID id, @Nullable String comment, Actor actor) {
        Texts.check(COMMENT, comment, MAX_COMMENT);
        WeakPointEntity entity = lock(id);
        String from = entity.state().wire();
        entity.acknowledge();
        publisher.publishEvent(new WeakPointAcknowledged(id, comment, actor));
        return write(entity, ACKNOWLEDGED, from, comment, actor, new WeakPointStore.Events());
    }

    /// Acknowledges a weak point and those that it is the cause of, as far as they are open.
    ///
    /// @param comment the operator's comment, at most 1,000 characters; null for none
    /// @return how many were acknowledged
    /// @throws NotFoundException where there is none of that id
    @Transactional
    public int acknowledgeGroup(UUID root, @Nullable String comment, Actor actor) {
        Texts.check(COMMENT, comment, MAX_COMMENT);
        require(root);
        List<WeakPointEntity> open = store.lockOpenGroup(root);
        WeakPointStore.Events history = new WeakPointStore.Events();
        List<Change> changes = new ArrayList<>();
        for (WeakPointEntity entity : open) {
            String from = entity.state().wire();
            entity.acknowledge();
            history.add(entity.id(), new WeakPointEvent(clock.instant(), actor.name(), ACKNOWLEDGED, null, comment));
            changes.add(new Change("weakpoint." + ACKNOWLEDGED, "weakpoint", entity.id().toString(), from,
                    entity.state().wire(), comment));
        }
        store.write(history);
        audit.record(actor, changes);
        open.forEach(entity -> publisher.publishEvent(new WeakPointAcknowledged(entity.id(), comment, actor)));
        return open.size();
    }

    /// Adds an operator's comment to the history of a weak point, whatever its state.
    ///
    /// @param comment 1 to 1,000 characters
    /// @throws InvalidInputException where the comment is missing or too long
    /// @throws NotFoundException where there is none of that id
    @Transactional
    public WeakPoint comment(UUID id, @Nullable String comment, Actor actor) {
        Texts.check(COMMENT, comment, MAX_COMMENT);
        if (comment == null || comment.isBlank()) {
            throw new InvalidInputException(COMMENT, "must have 1 to %d characters".formatted(MAX_COMMENT));
        }
        WeakPointEntity entity = lock(id);
        return write(entity, "commented", entity.state().wire(), comment, actor, new WeakPointStore.Events());
    }

    /// Snoozes a weak point: no repair of it is proposed until a time, unless it becomes more severe before. A later snooze
    /// replaces an earlier one.
    ///
    /// @param until the time, at most 30 days ahead
    /// @param comment why, at most 900 characters; null for none
    /// @throws InvalidInputException where the time is out of range, or the comment is too long
    /// @throws NotFoundException where there is none of that id
    /// @throws ConflictException where it is resolved
    @Transactional
    public WeakPoint snooze(UUID id, Instant until, @Nullable String comment, Actor actor) {
        Texts.check(COMMENT, comment, MAX_SNOOZE_COMMENT);
        Instant now = clock.instant();
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_SNOOZE))) {
            throw new InvalidInputException("until",
                    "%s is not within the next %d days".formatted(until, LONGEST_SNOOZE.toDays()));
        }
        WeakPointEntity entity = lock(id);
        entity.snooze(new Snooze(until, entity.severity(), actor.name(), comment));
        WeakPointStore.Events history = new WeakPointStore.Events();
        suppressions.judge(entity, actor, history);
        return write(entity, "snoozed", entity.state().wire(),
                "until " + until + (comment == null ? "" : ": " + comment),
                actor, history);
    }

    /// Ends a snooze before its time; the subject is observed again at once.
    ///
    /// @throws NotFoundException where there is no weak point of that id
    /// @throws ConflictException where it is not snoozed
    @Transactional
    public WeakPoint wake(UUID id, Actor actor) {
        WeakPointEntity entity = lock(id);
        if (entity.snooze() == null) {
            throw new ConflictException("Weak point %s is not snoozed".formatted(id));
        }
        entity.wake();
        WeakPointStore.Events history = new WeakPointStore.Events();
        suppressions.judge(entity, actor, history);
        return write(entity, "woken", entity.state().wire(), null, actor, history);
    }

    private WeakPointEntity lock(UUID id) {
        return store.lock(id).orElseThrow(() -> new NotFoundException(SUBJECT_TYPE, id));
    }

    /// Writes what an operator did, in the history and in the audit trail.
    private WeakPoint write(WeakPointEntity entity, String kind, String from, @Nullable String comment, Actor actor,
            WeakPointStore.Events history) {
        history.add(entity.id(), new WeakPointEvent(clock.instant(), actor.name(), kind, null, comment));
        WeakPoint view = entity.view();
        store.write(history);
        audit.record(actor, new Change("weakpoint." + kind, "weakpoint", view.id().toString(), from,
                view.state().wire(), comment));
        return view;
    }

    /// @return the weak points that match, most severe first and then the newest first
    @Transactional(readOnly = true)
    public Page<WeakPoint> find(WeakPointQuery query, PageQuery page) {
        return store.page(query, page).map(WeakPointEntity::view);
    }

    /// @throws NotFoundException where there is none of that id
    @Transactional(readOnly = true)
    public WeakPoint get(UUID id) {
        return require(id).view();
    }

    /// @return those of some ids that exist, whatever their state, by their ids
    @Transactional(readOnly = true)
    public Map<UUID, WeakPoint> all(Collection<UUID> ids) {
        return store.findAll(ids).stream().map(WeakPointEntity::view)
                .collect(Collectors.toMap(WeakPoint::id, Function.identity()));
    }

    @Override
    @Transactional(readOnly = true)
    public Map<UUID, Instant> thereSince(Collection<UUID> ids) {
        return store.thereSince(ids);
    }

    /// Sets the `taskDecision` of weak points to `hold`, because no task came of the proposals for them, in the transaction of
    /// the cycle that detected them.
    ///
    /// @param reasons one sentence for each weak point
    @Transactional(propagation = Propagation.MANDATORY)
    public void holdTasks(Map<UUID, String> reasons) {
        store.holdTasks(reasons);
    }

    /// @return what happened to a weak point, oldest first, at most its last 500 events
    @Transactional(readOnly = true)
    public List<WeakPointEvent> history(UUID id) {
        return store.history(id);
    }

    /// @param most how many events are read at most
    /// @return the weak points that a cycle changed, by what happened to them ([WeakPointEvent#kind])
    @Transactional(readOnly = true)
    public Map<String, Set<UUID>> changedBy(UUID cycle, int most) {
        return store.changedBy(cycle, most);
    }

    /// @return the place of the last event among those of all weak points: a greater one says that something happened since; 0 where there is none
    @Transactional(readOnly = true)
    public long lastEvent() {
        return store.lastEvent();
    }

    /// @param most how many at most
    /// @return the weak points that name a deploy, whatever their state, the newest first
    @Transactional(readOnly = true)
    public List<WeakPoint> after(UUID deploy, int most) {
        return store.afterDeploy(deploy, most).stream().map(WeakPointEntity::view).toList();
    }

    /// @return how many weak points are not resolved, by severity; a severity without weak points is absent
    @Transactional(readOnly = true)
    public Map<Severity, Long> counts() {
        return store.counts();
    }

    /// @return those of some ids that are not resolved
    @Transactional(readOnly = true)
    public Set<UUID> unresolved(Collection<UUID> ids) {
        return store.unresolved(ids);
    }

    /// @return a page of the open weak points that others were notified of, also those that are suppressed meanwhile; by id,
    ///         the newest first
    @Transactional(readOnly = true)
    public Page<WeakPoint> notified(PageQuery page) {
        return store.notified(page).map(WeakPointEntity::view);
    }

    /// @return the weak points that are not resolved, without what was observed of them
    @Transactional(readOnly = true)
    public List<OpenPoint> open() {
        return store.open();
    }

    /// @return the subjects of the weak points that are not resolved
    @Transactional(readOnly = true)
    public Set<SubjectRef> openSubjects() {
        return store.openSubjects();
    }

    /// @return how many weak points are suppressed; all of them are among [#counts]
    @Transactional(readOnly = true)
    public long suppressed() {
        return store.suppressed();
    }

    /// @return the open weak points by their causes, the most severe first and then the newest first
    @Transactional(readOnly = true)
    public Page<WeakPointGroup> groups(WeakPointQuery query, PageQuery page) {
        Page<WeakPoint> roots = store.page(query.rootsOnly(), page).map(WeakPointEntity::view);
        return new Page<>(groups.of(roots.items()), roots.next());
    }

    /// @return a weak point with those that it is the cause of
    @Transactional(readOnly = true)
    public WeakPointGroup groupOf(WeakPoint root) {
        return groups.of(List.of(root)).getFirst();
    }

    /// @return the open weak points of some subjects, the most severe first, at most 20 of each; a subject without one is absent
    @Transactional(readOnly = true)
    public Map<SubjectRef, List<WeakPointGroup.Member>> openOn(Collection<SubjectRef> subjects) {
        return groups.on(subjects);
    }

    private WeakPointEntity require(UUID id) {
        return store.find(id).orElseThrow(() -> new NotFoundException(SUBJECT_TYPE, id));
    }
}
