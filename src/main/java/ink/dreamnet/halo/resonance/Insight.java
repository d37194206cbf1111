package ink.dreamnet.halo.resonance;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// A pattern across cycles.
///
/// @param id time-ordered
/// @param pattern the name of the pattern (`recurrence`)
/// @param sentence one plain sentence
/// @param subjects what it is about, in the order in which the sentence names them
/// @param evidence what it rests on: counts, statistics and intervals, `eValue` where something was tested, and `cycles`, when the last cycles
///        observed that it rests on, at most 20
/// @param severity how bad it is
/// @param suggestedActions what could be done, one phrase each
/// @param firstSeenAt when it was raised
/// @param lastSeenAt when its evidence last changed
/// @param state its state
/// @param endedAt when its evidence was gone; absent while it is there
/// @param dismissed who dismissed it; absent where nobody did
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Insight(UUID id, String pattern, String sentence, List<SubjectRef> subjects, Map<String, Object> evidence,
        Severity severity, List<String> suggestedActions, Instant firstSeenAt, Instant lastSeenAt, State state,
        @Nullable Instant endedAt, @Nullable Dismissal dismissed) {

    /// Copies the collections.
    public Insight {
        subjects = List.copyOf(subjects);
        evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
        suggestedActions = List.copyOf(suggestedActions);
    }

    /// @return it with what is known now, and with what became of it before
    public Insight with(Insight now) {
        return new Insight(id, pattern, now.sentence, now.subjects, now.evidence, now.severity, now.suggestedActions,
                firstSeenAt, now.lastSeenAt, state, endedAt, dismissed);
    }

    /// What became of it.
    public enum State implements Wire {
        /// The evidence is there.
        OPEN,
        /// An operator does not want to see it.
        DISMISSED,
        /// The evidence is gone.
        ENDED
    }

    /// Who dismissed it.
    ///
    /// @param by the operator
    /// @param at when
    /// @param reason the operator's words
    public record Dismissal(String by, Instant at, String reason) {
    }
}
