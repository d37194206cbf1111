package ink.dreamnet.halo.resonance.insight;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.resonance.Insight;
import org.jspecify.annotations.Nullable;

/// Which insights a caller wants; null matches any.
///
/// @param states only in one of these
/// @param pattern only of this pattern
/// @param subject only about this subject, among others
/// @param kind only about a subject of this kind, among others
/// @param severity only of this severity
/// @param since only raised at this time or later
public record InsightQuery(List<Insight.State> states, @Nullable String pattern, @Nullable SubjectRef subject,
        @Nullable SubjectKind kind, @Nullable Severity severity, @Nullable Instant since) {

    /// Those that are open.
    static final InsightQuery OPEN = new InsightQuery(List.of(Insight.State.OPEN), null, null, null, null, null);

    private static final String ALL = "all";

    /// @param state the name of a state, or `all`; null means open
    /// @throws InvalidInputException where a value is not allowed
    public static InsightQuery of(@Nullable String state, @Nullable String pattern, @Nullable String subject,
            @Nullable String kind, @Nullable String severity, @Nullable String since) {
        return new InsightQuery(states(state), pattern, subject == null ? null : SubjectRef.parse(subject),
                kind == null ? null : Wire.parse(SubjectKind.class, "kind", kind),
                severity == null ? null : Wire.parse(Severity.class, "severity", severity),
                Texts.instant("since", since));
    }

    private static List<Insight.State> states(@Nullable String state) {
        if (state == null) {
            return OPEN.states();
        }
        if (state.equalsIgnoreCase(ALL)) {
            return Arrays.asList(Insight.State.values());
        }
        for (Insight.State one : Insight.State.values()) {
            if (one.wire().equalsIgnoreCase(state)) {
                return List.of(one);
            }
        }
        throw new InvalidInputException("state",
                "'%s' is not one of %s, %s".formatted(state, Wire.allowed(Insight.State.class), ALL));
    }

    /// @return the severities that may be found
    List<Severity> severities() {
        return severity == null ? List.of(Severity.values()) : List.of(severity);
    }
}
