package ink.dreamnet.halo.weakpoint;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// Which weak points someone wants to see.
///
/// @param states their states, at least one
/// @param severity only of this severity; null for all
/// @param subject only of this subject; null for all
/// @param kind only of subjects of this kind; null for all
/// @param code only of this code; null for all
/// @param squad only of subjects that belong to this squad, or are it; null for all
/// @param text only those with this text in their summary, subject or code, whatever its case; null for all
/// @param suppressed only those that are suppressed, or only those that are not; null for all
/// @param flapping only those that are flapping, or only those that are not; null for all
/// @param withCauses whether also those that have a cause among the open ones
public record WeakPointQuery(Set<WeakPointState> states, @Nullable Severity severity, @Nullable SubjectRef subject,
        @Nullable SubjectKind kind, @Nullable String code, @Nullable String squad, @Nullable String text,
        @Nullable Boolean suppressed, @Nullable Boolean flapping, boolean withCauses) {

    private static final int MAX_TEXT = 300;

    /// @throws InvalidInputException where a text is to be found among resolved ones, which may be very many
    public WeakPointQuery {
        if (text != null && states.contains(WeakPointState.RESOLVED)) {
            throw new InvalidInputException("text",
                    "finds open and acknowledged weak points only; give a subject to see what is resolved");
        }
    }

    /// Reads the filters of the API.
    ///
    /// @param state `open`, `acknowledged`, `resolved` or `all`; null means what is not resolved
    /// @param severity a severity, or null
    /// @param subject `kind:id`, or null
    /// @param kind a kind of subjects, or null
    /// @param code a code, or null
    /// @param squad the id of a squad, or null
    /// @param text a text to find, or null
    /// @param suppressed `true`, `false` or null
    /// @param flapping `true`, `false` or null
    /// @throws InvalidInputException where one of them cannot be read
    public static WeakPointQuery of(@Nullable String state, @Nullable String severity, @Nullable String subject,
            @Nullable String kind, @Nullable String code, @Nullable String squad, @Nullable String text,
            @Nullable String suppressed, @Nullable String flapping) {
        Texts.check("text", text, MAX_TEXT);
        return new WeakPointQuery(states(state),
                severity == null ? null : Wire.parse(Severity.class, "severity", severity),
                subject == null ? null : SubjectRef.parse(subject),
                kind == null ? null : Wire.parse(SubjectKind.class, "kind", kind), code, squad,
                Texts.stripped(text), truth("suppressed", suppressed),
                truth("flapping", flapping), true);
    }

    /// @return the same, but only those whose cause is not itself among the open ones
    /// @throws InvalidInputException where resolved ones are asked for too, which have no cause any more
    WeakPointQuery rootsOnly() {
        if (states.contains(WeakPointState.RESOLVED)) {
            throw new InvalidInputException("state", "groups are of open and acknowledged weak points only");
        }
        return new WeakPointQuery(states, severity, subject, kind, code, squad, text, suppressed, flapping, false);
    }

    private static @Nullable Boolean truth(String field, @Nullable String text) {
        return switch (text) {
            case null -> null;
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidInputException(field, "'%s' is neither true nor false".formatted(text));
        };
    }

    private static Set<WeakPointState> states(@Nullable String state) {
        if (state == null) {
            return EnumSet.of(WeakPointState.OPEN, WeakPointState.ACKNOWLEDGED);
        }
        if (state.equalsIgnoreCase("all")) {
            return EnumSet.allOf(WeakPointState.class);
        }
        return Arrays.stream(WeakPointState.values()).filter(known -> known.wire().equalsIgnoreCase(state)).findFirst()
                .map(EnumSet::of).orElseThrow(() -> new InvalidInputException("state", "'%s' is not one of %s, all"
                        .formatted(state, Wire.allowed(WeakPointState.class))));
    }
}
