package ink.dreamnet.halo.weakpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.analysis.ReportedIssue;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.JsonMapConverter;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.WeakPointsChanged.Kind;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// The aggregate behind [WeakPoint]; its state changes only through the verbs below.
@Entity
@Table(name = "weak_point")
class WeakPointEntity {

    /// How long after its resolution a weak point that is there again is the same one.
    static final Duration SAME_EPISODE = Duration.ofHours(24);

    private static final int MAX_SUMMARY = 1000;

    @Id
    private UUID id;
    private String analyzer;
    private String code;
    @Enumerated(EnumType.STRING)
    private SubjectKind subjectKind;
    private String subjectId;
    /// Read by queries only.
    @Column
    private @Nullable String openIdentity;
    @Enumerated(EnumType.STRING)
    private Severity severity;
    private String summary;
    @Enumerated(EnumType.STRING)
    private WeakPointState state;
    private Instant firstSeenAt;
    private Instant lastSeenAt;
    private int occurrences;
    private int recurrences;
    private boolean stale;
    private @Nullable Instant resolvedAt;
    private @Nullable String resolution;
    @Convert(converter = RelatedIssuesConverter.class)
    @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
    private List<ReportedIssue> relatedIssues;
    @Convert(converter = JsonMapConverter.class)
    @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
    private Map<String, Object> data;
    private int samples;
    private boolean flapping;
    private @Nullable UUID rootId;
    @Embedded
    private @Nullable Suppression suppression;
    @Embedded
    private @Nullable Snooze snooze;
    @Embedded
    private @Nullable TaskDecision decision;
    @Enumerated(EnumType.STRING)
    private @Nullable Severity notifiedSeverity;
    @Enumerated(EnumType.STRING)
    private @Nullable Severity worstNotifiedSeverity;
    @Embedded
    private @Nullable AfterDeploy afterDeploy;
    private @Nullable Instant episodeFrom;
    /// Read by queries only.
    @Column
    private @Nullable String squadId;
    @Version
    private @Nullable Long version;

    @SuppressWarnings("NullAway.Init")
    protected WeakPointEntity() {
    }

    WeakPointEntity(UUID id, Identity identity, Issue issue, List<ReportedIssue> relatedIssues, Instant now) {
        this.id = id;
        this.analyzer = identity.analyzer();
        this.code = identity.code();
        this.subjectKind = identity.subject().kind();
        this.subjectId = identity.subject().id();
        this.openIdentity = identity.toString();
        this.state = WeakPointState.OPEN;
        this.firstSeenAt = now;
        this.occurrences = 1;
        this.severity = issue.severity();
        this.summary = cut(issue.description());
        this.lastSeenAt = now;
        this.relatedIssues = relatedIssues;
        this.data = issue.data();
    }

    /// Records that the weak point is still there.
    ///
    /// @throws IllegalStateException where it is resolved
    void seen(Issue issue, List<ReportedIssue> related, Instant now) {
        if (state == WeakPointState.RESOLVED) {
            throw new IllegalStateException("weak point %s is resolved: reopen it".formatted(id));
        }
        occurrences++;
        observe(issue, related, now);
    }

    /// Records that the weak point is there again within [#SAME_EPISODE].
    ///
    /// @throws IllegalTransitionException where it is not resolved
    void reopen(Issue issue, List<ReportedIssue> related, Instant now) {
        become(WeakPointState.OPEN);
        openIdentity = identity().toString();
        resolvedAt = null;
        resolution = null;
        recurrences++;
        occurrences++;
        observe(issue, related, now);
    }

    private void observe(Issue issue, List<ReportedIssue> related, Instant now) {
        severity = issue.severity();
        summary = cut(issue.description());
        lastSeenAt = now;
        stale = false;
        relatedIssues = related;
        data = issue.data();
    }

    /// Records that a cycle that should have observed the subject could not.
    void notObserved() {
        stale = true;
    }

    /// @throws IllegalTransitionException where it is resolved already
    void resolve(String why, Instant now) {
        become(WeakPointState.RESOLVED);
        openIdentity = null;
        resolvedAt = now;
        resolution = why;
        stale = false;
        flapping = false;
        rootId = null;
        suppression = null;
        snooze = null;
        decision = null;
        notifiedSeverity = null;
        worstNotifiedSeverity = null;
    }

    /// Records that others are notified of it as it is now, unless they know or it is suppressed.
    ///
    /// @return what to notify them of; empty where there is nothing new
    Optional<Kind> takeNotification() {
        if (suppression != null) {
            return Optional.empty();
        }
        Severity before = notifiedSeverity;
        notifiedSeverity = severity;
        if (worstNotifiedSeverity == null || severity.compareTo(worstNotifiedSeverity) > 0) {
            worstNotifiedSeverity = severity;
        }
        if (before == null) {
            return Optional.of(recurrences > 0 ? Kind.REOPENED : Kind.OPENED);
        }
        return severity.compareTo(before) > 0 ? Optional.of(Kind.WORSENED) : Optional.empty();
    }

    /// Records one more observation.
    ///
    /// @return whether it began or ceased to flap
    boolean sample(boolean failing, WeakPointProperties.Flapping thresholds) {
        Samples now = new Samples(samples).plus(failing);
        samples = now.bits();
        boolean before = flapping;
        flapping = thresholds.judge(before, now.percentStateChange());
        return flapping != before;
    }

    /// Records that it was observed again and is not there, but stays open because it is flapping.
    void observedHealthy() {
        stale = false;
    }

    /// Records what is declared of its subject, as far as it is found by that.
    void declare(Facts declared) {
        squadId = declared.squad() == null && subjectKind == SubjectKind.SQUAD ? subjectId : declared.squad();
    }

    /// Records what suppresses it now.
    ///
    /// @param root the weak point that is its cause, or null

    void suppress(@Nullable Suppression by, @Nullable UUID root) {
        suppression = by;
        rootId = root;
    }

    /// Records whether repairs are to be proposed.
    void decide(TaskDecision taken) {
        decision = taken;
    }

    /// Records the deploy before this episode.
    ///
    /// @param began when the analysis began that found it open or reopened
    void follows(Instant began, @Nullable AfterDeploy deploy) {
        episodeFrom = began;
        afterDeploy = deploy;
    }

    /// Snoozes it.
    ///
    /// @throws ConflictException where it is resolved
    void snooze(Snooze wanted) {
        if (state == WeakPointState.RESOLVED) {
            throw new ConflictException("Weak point %s is resolved; there is nothing to snooze".formatted(id));
        }
        snooze = wanted;
    }

    /// Ends a snooze.
    void wake() {
        snooze = null;
    }

    /// @throws IllegalTransitionException where it is not open
    void acknowledge() {
        become(WeakPointState.ACKNOWLEDGED);
    }

    /// Every change of the state passes here.
    private void become(WeakPointState next) {
        if (!state.mayBecome(next)) {
            throw new IllegalTransitionException(id, state, next);
        }
        state = next;
    }

    private static String cut(String text) {
        return text.length() <= MAX_SUMMARY ? text : text.substring(0, MAX_SUMMARY - 1) + "…";
    }

    UUID id() {
        return id;
    }

    Identity identity() {
        return new Identity(analyzer, code, new SubjectRef(subjectKind, subjectId));
    }

    Severity severity() {
        return severity;
    }

    WeakPointState state() {
        return state;
    }

    boolean stale() {
        return stale;
    }

    /// @return whether it waits for what becomes of another repair
    boolean waits() {
        return decision != null && decision.waits();
    }

    /// @return whether repairs of it are to be proposed
    boolean repairable() {
        return decision != null && decision.decision() != TaskDecision.Decision.HOLD;
    }

    /// @return the severity that others were last notified of, null where they were not notified
    @Nullable
    Severity notifiedSeverity() {
        return notifiedSeverity;
    }

    /// @return the highest severity that others were notified of in this episode, null where they were not notified
    @Nullable
    Severity worstNotifiedSeverity() {
        return worstNotifiedSeverity;
    }

    boolean flapping() {
        return flapping;
    }

    double flappingPercent() {
        return new Samples(samples).percentStateChange();
    }

    /// @return when it was resolved; null where it is not
    @Nullable
    Instant resolvedAt() {
        return resolvedAt;
    }

    Instant firstSeenAt() {
        return firstSeenAt;
    }

    @Nullable
    UUID rootId() {
        return rootId;
    }

    @Nullable
    Suppression suppression() {
        return suppression;
    }

    @Nullable
    AfterDeploy afterDeploy() {
        return afterDeploy;
    }

    /// @return when the analysis began that found it open or reopened; null where that is not known
    @Nullable
    Instant episodeFrom() {
        return episodeFrom;
    }

    @Nullable
    Snooze snooze() {
        return snooze;
    }

    /// @return the immutable form for others
    WeakPoint view() {
        return new WeakPoint(id, analyzer, code, new SubjectRef(subjectKind, subjectId), severity, summary, state,
                firstSeenAt, lastSeenAt, occurrences, recurrences, stale, resolvedAt, resolution, relatedIssues, data,
                suppression != null, suppression, rootId, flapping, Math.round(flappingPercent() * 10) / 10.0,
                snooze == null ? null : snooze.until(), decision, afterDeploy);
    }
}
