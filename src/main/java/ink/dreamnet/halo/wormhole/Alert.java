package ink.dreamnet.halo.wormhole;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// The last word of others on one problem.
///
/// @param key names the problem among all that others tell of
/// @param origin who told: an Alertmanager, or an event
/// @param subject what it is about
/// @param code the code of its issue
/// @param severity how bad
/// @param summary one sentence, at most 500 characters
/// @param details what is known besides
/// @param wormhole the wormhole that proposes a task for it, or null
/// @param event the event that told last
/// @param startedAt since when it is a problem
/// @param heardAt when HALO last heard of it
/// @param expiresAt until when it counts as firing where nobody says that it is over
/// @param resolvedAt when it was over, or null
record Alert(UUID key, Origin origin, SubjectRef subject, String code, Severity severity, String summary,
        Map<String, Object> details, @Nullable String wormhole, UUID event, Instant startedAt, Instant heardAt,
        Instant expiresAt, @Nullable Instant resolvedAt) {

    /// How long after the word that an alert is over the word that it fires may be a late one of another Alertmanager of the
    /// cluster. After that it fires again: Prometheus keeps its start where it only could not reach the Alertmanager.
    static final Duration LATE = Duration.ofMinutes(1);

    /// Who told.
    enum Origin {
        ALERTMANAGER, EVENT
    }

    /// How a problem stands.
    enum State {
        FIRING,
        /// It is over: somebody said so.
        RESOLVED,
        /// Nobody said that it is over, but nobody speaks of it any more either.
        TIMED_OUT
    }

    State state(Instant now) {
        if (resolvedAt != null) {
            return State.RESOLVED;
        }
        return expiresAt.isAfter(now) ? State.FIRING : State.TIMED_OUT;
    }

    /// Takes in a further word. Words may come late, twice, or in another order than they were heard. Of an Alertmanager, of
    /// two words on the same start the one that HALO heard later counts; that it fires counts against that it is over only where
    /// it was heard [#LATE] after it. A word on an older start is of what is known where it goes on or ends after the known
    /// start (of a pair of Prometheus, one saw it first and the other was heard first), else it is late. What events tell counts
    /// in the order in which HALO heard it.
    ///
    /// @return how the problem stands with it
    Alert hear(Alert word) {
        if (origin == Origin.EVENT) {
            if (word.heardAt.isBefore(heardAt)) {
                return this;
            }
            boolean goesOn = word.resolvedAt == null && state(word.heardAt) == State.FIRING;
            return word.resolvedAt == null ? word.since(goesOn ? startedAt : word.startedAt) : endedBy(word, startedAt);
        }
        if (word.startedAt.isBefore(startedAt)) {
            return older(word);
        }
        if (word.startedAt.equals(startedAt)) {
            boolean firesLate = resolvedAt != null && word.resolvedAt == null
                    && !word.heardAt.isAfter(heardAt.plus(LATE));
            boolean endsLate = resolvedAt == null && word.resolvedAt != null
                    && heardAt.isAfter(word.heardAt.plus(LATE));
            if (firesLate || endsLate) {
                return this;
            }
        }
        return word.resolvedAt == null ? word : endedBy(word, word.startedAt);
    }

    private Alert older(Alert word) {
        if (resolvedAt != null || heardAt.isAfter(word.heardAt.plus(LATE))) {
            return this;
        }
        if (word.resolvedAt == null) {
            return word.heardAt.isBefore(heardAt)
                    ? this
                    : new Alert(key, origin, subject, code, severity, summary, details, wormhole, event, startedAt,
                            word.heardAt, word.expiresAt.isAfter(expiresAt) ? word.expiresAt : expiresAt, null);
        }
        return word.resolvedAt.isAfter(startedAt) ? endedBy(word, startedAt) : this;
    }

    /// What ends is what began, also where HALO would call it something else by now.
    private Alert endedBy(Alert word, Instant start) {
        return new Alert(key, origin, subject, code, severity, summary, details, wormhole, word.event, start,
                word.heardAt, word.expiresAt, word.resolvedAt);
    }

    private Alert since(Instant start) {
        return new Alert(key, origin, subject, code, severity, summary, details, wormhole, event, start, heardAt,
                expiresAt, resolvedAt);
    }
}
