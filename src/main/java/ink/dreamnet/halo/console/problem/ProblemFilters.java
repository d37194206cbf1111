package ink.dreamnet.halo.console.problem;

import ink.dreamnet.halo.weakpoint.WeakPointQuery;
import ink.dreamnet.halo.weakpoint.WeakPointState;
import org.jspecify.annotations.Nullable;

/// Which problems somebody wants to see, as the address of the page says; what is empty does not limit them.
///
/// @param severity a severity
/// @param state `open`, `acknowledged`, `resolved` or `all`; by default what is not resolved
/// @param subject `kind:id`
/// @param suppressed `true` or `false`
/// @param flapping `true` or `false`
/// @param view `list` for each by itself; by default those with a cause stand with it
record ProblemFilters(@Nullable String severity, @Nullable String state, @Nullable String subject,
        @Nullable String suppressed, @Nullable String flapping, @Nullable String view) {

    ProblemFilters {
        severity = given(severity);
        state = given(state);
        subject = given(subject);
        suppressed = given(suppressed);
        flapping = given(flapping);
        view = given(view);
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /// @throws ink.dreamnet.halo.core.InvalidInputException where one of them cannot be read
    WeakPointQuery query() {
        return WeakPointQuery.of(state, severity, subject, suppressed, flapping);
    }

    /// @return whether causes are shown with what they hold back; what is resolved has no cause
    boolean grouped(WeakPointQuery query) {
        return !"list".equals(view) && !query.states().contains(WeakPointState.RESOLVED);
    }

    /// @return whether any of them limits what is shown
    public boolean limits() {
        return severity != null || state != null || subject != null || suppressed != null || flapping != null;
    }
}
