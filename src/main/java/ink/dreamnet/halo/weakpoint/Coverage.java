package ink.dreamnet.halo.weakpoint;

import java.util.List;

import ink.dreamnet.halo.core.Budget;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectRef;

/// Which subjects the maintenance windows that are open now cover as a whole, whether they have weak points or not.
public final class Coverage {

    private static final long MOST_STEPS = 50_000_000;

    private final List<Silence> windows;

    /// @param active the silences and windows that hold
    Coverage(List<Silences.Active> active) {
        this.windows = active.stream().map(Silences.Active::silence)
                .filter(silence -> silence.kind() == Silence.Kind.MAINTENANCE
                        && silence.matchers().stream().allMatch(Matcher::ofSubject))
                .toList();
    }

    /// @return whether no window is open that covers whole subjects
    public boolean isEmpty() {
        return windows.isEmpty();
    }

    /// @param facts what is declared of the subject
    /// @return whether one of the windows covers it; where their expressions take too long, none does
    public boolean covers(SubjectRef subject, Facts facts) {
        if (windows.isEmpty()) {
            return false;
        }
        SilenceTarget target = new SilenceTarget(new Identity("", "", subject), Severity.LOW, facts);
        try (Budget _ = Budget.open(MOST_STEPS)) {
            return windows.stream().anyMatch(window -> window.matches(target));
        } catch (Budget.ExhaustedException tooMuch) {
            return false;
        }
    }
}
