package ink.dreamnet.halo.wormhole.in;

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

    /// Takes in a further word. Words may come late or twice: a start that is older than what is known, and the start of what
    /// is over already, change nothing.
    ///
    /// @return how the problem stands with it
    Alert hear(Alert word) {
        if (origin == Origin.EVENT) {
            boolean goesOn = word.resolvedAt == null && state(word.heardAt) == State.FIRING;
            return word.since(goesOn || word.resolvedAt != null ? startedAt : word.startedAt);
        }
        boolean stale = word.startedAt.isBefore(startedAt)
                || word.startedAt.equals(startedAt) && resolvedAt != null && word.resolvedAt == null;
        return stale ? this : word;
    }

    private Alert since(Instant start) {
        return new Alert(key, origin, subject, code, severity, summary, details, wormhole, event, start, heardAt,
                expiresAt, resolvedAt);
    }
}
