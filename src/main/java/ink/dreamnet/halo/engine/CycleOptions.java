package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// Says which cycle a caller of [HaloEngine#runCycle(CycleOptions)] wants:
/// `CycleOptions.light().withReason("after the migration").withSubjects(List.of("endpoint:checkout"))`.
///
/// @param mode how much it does
/// @param scope what it looks at
/// @param reason why it is asked for, at most 500 characters; null where none is given
/// @param maxWait how long the caller waits for its record, more than 0 and at most 1 h; null for `halo.run.max-wait`
/// @param idempotencyKey 1 to 200 characters: calls of one key are served by one cycle; null for none
public record CycleOptions(CycleMode mode, Scope scope, @Nullable String reason, @Nullable Duration maxWait,
        @Nullable String idempotencyKey) {

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /// @throws InvalidInputException where the wait is out of range
    public CycleOptions {
        if (maxWait != null && (!maxWait.isPositive() || maxWait.compareTo(LONGEST_WAIT) > 0)) {
            throw new InvalidInputException("maxWait",
                    "%s is not more than 0 and at most %s".formatted(maxWait, LONGEST_WAIT));
        }
    }

    /// @return a cycle that runs every analyzer over every subject, and whose tasks await approval
    public static CycleOptions full() {
        return new CycleOptions(CycleMode.FULL, Scope.ALL, null, null, null);
    }

    /// @return a cycle that runs the fast analyzers only, and whose tasks are only suggested
    public static CycleOptions light() {
        return new CycleOptions(CycleMode.LIGHT, Scope.ALL, null, null, null);
    }

    /// @return these options with a reason
    public CycleOptions withReason(@Nullable String why) {
        return new CycleOptions(mode, scope, why, maxWait, idempotencyKey);
    }

    /// Limits the cycle to some subjects.
    ///
    /// @param subjects each as `kind:id`; 1 to 10,000
    /// @return these options for some subjects
    /// @throws InvalidInputException where there are none or too many, or one has another form
    public CycleOptions withSubjects(List<? extends @Nullable String> subjects) {
        if (subjects.size() > Scope.MOST_NAMED) {
            throw new InvalidInputException("subjects",
                    "names %d subjects, at most %d are allowed".formatted(subjects.size(), Scope.MOST_NAMED));
        }
        Set<SubjectRef> named = new HashSet<>();
        for (int i = 0; i < subjects.size(); i++) {
            String field = "subjects[" + i + "]";
            String subject = subjects.get(i);
            if (subject == null) {
                throw new InvalidInputException(field, "is null, not of the form kind:id");
            }
            named.add(SubjectRef.parse(field, subject));
        }
        return withScope(new Scope.Named(named));
    }

    /// @return these options for another scope
    CycleOptions withScope(Scope other) {
        return new CycleOptions(mode, other, reason, maxWait, idempotencyKey);
    }

    /// @return these options with another wait
    /// @throws InvalidInputException where it is not more than 0 and at most 1 h
    public CycleOptions withMaxWait(Duration wait) {
        return new CycleOptions(mode, scope, reason, wait, idempotencyKey);
    }
}
