package ink.dreamnet.halo.weakpoint;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// Which weak points someone wants to see.
///
/// @param states their states, at least one
/// @param severity only of this severity; null for all
/// @param subject only of this subject; null for all
public record WeakPointQuery(Set<WeakPointState> states, @Nullable Severity severity, @Nullable SubjectRef subject) {

    /// Reads the filters of the API.
    ///
    /// @param state `open`, `acknowledged`, `resolved` or `all`; null means what is not resolved
    /// @param severity a severity, or null
    /// @param subject `kind:id`, or null
    /// @throws InvalidInputException where one of them cannot be read
    public static WeakPointQuery of(@Nullable String state, @Nullable String severity, @Nullable String subject) {
        return new WeakPointQuery(states(state),
                severity == null ? null : Wire.parse(Severity.class, "severity", severity),
                subject == null ? null : SubjectRef.parse(subject));
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
