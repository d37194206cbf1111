package ink.dreamnet.halo.weakpoint;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ink.dreamnet.halo.core.Budget;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which subjects the maintenance windows that are open now cover as a whole, whether they have weak points or not.
public final class Coverage {

    private static final Logger LOG = LoggerFactory.getLogger(Coverage.class);

    /// For one window and subject: some thousand times what a usual expression takes.
    private static final long MOST_STEPS = 1_000_000;

    private final List<Silence> windows;

    /// @param active the silences and windows that hold
    Coverage(List<Silences.Active> active) {
        this.windows = new CopyOnWriteArrayList<>(active.stream().map(Silences.Active::silence)
                .filter(silence -> silence.kind() == Silence.Kind.MAINTENANCE
                        && silence.matchers().stream().allMatch(Matcher::ofSubject))
                .toList());
    }

    /// @param facts what is declared of the subject
    /// @return whether one of the windows covers it; one whose expressions take too long for a subject covers none from then on
    public boolean covers(SubjectRef subject, Facts facts) {
        SilenceTarget target = new SilenceTarget(new Identity("", "", subject), Severity.LOW, facts);
        for (Silence window : windows) {
            try (Budget _ = Budget.open(MOST_STEPS)) {
                if (window.matches(target)) {
                    return true;
                }
            } catch (Budget.ExhaustedException tooMuch) {
                LOG.warn("Window {} covers no subject as a whole: its expressions take too long for {}", window.id(),
                        subject);
                windows.remove(window);
            }
        }
        return false;
    }
}
