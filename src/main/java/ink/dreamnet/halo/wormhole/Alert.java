package ink.dreamnet.halo.wormhole;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// A problem that others report, as far as it is known.
///
/// @param key identifies the problem
/// @param origin who reports it: an Alertmanager, or an event
/// @param subject the subject that it concerns
/// @param code the code of its issue
/// @param severity the severity of its issue
/// @param summary one sentence, at most 500 characters
/// @param details further members of its issue
/// @param wormhole the wormhole that proposes a task for it, or null
/// @param event the last event that reported it
/// @param startedAt since when it is a problem
/// @param receivedAt when HALO last received a report of it
/// @param expiresAt until when it counts as firing where nobody resolves it
/// @param resolvedAt when it was resolved, or null
/// @param reportedBy who sent the events that report it, since it is a problem
record Alert(UUID key, Origin origin, SubjectRef subject, String code, Severity severity, String summary,
        Map<String, Object> details, @Nullable String wormhole, UUID event, Instant startedAt, Instant receivedAt,
        Instant expiresAt, @Nullable Instant resolvedAt, People reportedBy) {

    /// How long after an alert was reported as resolved a report that it fires may be a late one of another Alertmanager of the
    /// cluster. After that it fires again: Prometheus keeps its start where it only could not reach the Alertmanager.
    static final Duration LATE = Duration.ofMinutes(1);

    /// Who reports a problem.
    enum Origin {
        ALERTMANAGER, EVENT
    }

    /// The state of a problem.
    enum State {
        FIRING,
        /// It was reported as resolved.
        RESOLVED,
        /// It was not reported as resolved, but is not reported as firing any more either.
        TIMED_OUT
    }

    State state(Instant now) {
        if (resolvedAt != null) {
            return State.RESOLVED;
        }
        return expiresAt.isAfter(now) ? State.FIRING : State.TIMED_OUT;
    }

    /// Merges a further report. Reports may arrive late, twice, or out of order. Of two reports of an Alertmanager with the same
    /// start, the one that HALO received later counts; `firing` counts against `resolved` only where it was received [#LATE]
    /// after it. A report with an older start counts where it is firing, or resolved after the known start (of a pair of
    /// Prometheus, one saw the problem first and the other's report arrived first); else it is late. Reports by events count in
    /// the order in which HALO received them. Whoever reports that it fires is one of those who report it until it is resolved.
    Alert merge(Alert report) {
        Alert merged = later(report);
        return merged == this || report.resolvedAt != null
                ? merged
                : merged.reportedBy(resolvedAt == null ? reportedBy.plus(report.reportedBy) : report.reportedBy);
    }

    private Alert reportedBy(People people) {
        return new Alert(key, origin, subject, code, severity, summary, details, wormhole, event, startedAt, receivedAt,
                expiresAt, resolvedAt, people);
    }

    private Alert later(Alert report) {
        if (origin == Origin.EVENT) {
            if (report.receivedAt.isBefore(receivedAt)) {
                return this;
            }
            boolean goesOn = report.resolvedAt == null && state(report.receivedAt) == State.FIRING;
            return report.resolvedAt == null
                    ? report.since(goesOn ? startedAt : report.startedAt)
                    : resolvedBy(report, startedAt);
        }
        if (report.startedAt.isBefore(startedAt)) {
            return mergeOlder(report);
        }
        if (report.startedAt.equals(startedAt)) {
            boolean firesLate = resolvedAt != null && report.resolvedAt == null
                    && !report.receivedAt.isAfter(receivedAt.plus(LATE));
            boolean endsLate = resolvedAt == null && report.resolvedAt != null
                    && receivedAt.isAfter(report.receivedAt.plus(LATE));
            if (firesLate || endsLate) {
                return this;
            }
        }
        return report.resolvedAt == null ? report : resolvedBy(report, report.startedAt);
    }

    private Alert mergeOlder(Alert report) {
        if (resolvedAt != null || receivedAt.isAfter(report.receivedAt.plus(LATE))) {
            return this;
        }
        if (report.resolvedAt == null) {
            return report.receivedAt.isBefore(receivedAt)
                    ? this
                    : new Alert(key, origin, subject, code, severity, summary, details, wormhole, event, startedAt,
                            report.receivedAt, report.expiresAt.isAfter(expiresAt) ? report.expiresAt : expiresAt,
                            null, reportedBy);
        }
        return report.resolvedAt.isAfter(startedAt) ? resolvedBy(report, startedAt) : this;
    }

    /// What is resolved is what began, also where HALO would give it another subject or code by now.
    private Alert resolvedBy(Alert report, Instant start) {
        return new Alert(key, origin, subject, code, severity, summary, details, wormhole, report.event, start,
                report.receivedAt, report.expiresAt, report.resolvedAt, reportedBy);
    }

    private Alert since(Instant start) {
        return new Alert(key, origin, subject, code, severity, summary, details, wormhole, event, start, receivedAt,
                expiresAt, resolvedAt, reportedBy);
    }
}
