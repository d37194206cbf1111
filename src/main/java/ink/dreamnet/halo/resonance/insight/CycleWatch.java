package ink.dreamnet.halo.resonance.insight;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.memory.trait.SubjectHistory;
import ink.dreamnet.halo.resonance.insight.ResonanceStore.Value;
import ink.dreamnet.halo.weakpoint.WeakPointsDetected;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Notes each cycle in the transaction that records it, one row, and hands it over after the commit. Nothing is computed here, so that no
/// cycle is delayed.
@Component
class CycleWatch {

    /// The days until a certificate ends.
    static final String CERTIFICATE_DAYS = "certificate-days";
    /// The tasks that wait for a squad.
    static final String BACKLOG = "backlog";

    private final ResonanceStore store;
    private final SubjectHistory history;
    private final InsightLoop loop;

    CycleWatch(ResonanceStore store, SubjectHistory history, InsightLoop loop) {
        this.store = store;
        this.history = history;
        this.loop = loop;
    }

    @EventListener
    void detected(WeakPointsDetected detected) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

            private long atMs;

            @Override
            public void beforeCommit(boolean readOnly) {
                // the memory has recorded the cycle by now, and says at what time
                atMs = history.lastCycleMs();
                store.add(atMs, values(detected.observations().runs()));
            }

            @Override
            public void afterCommit() {
                loop.recorded(atMs, detected);
            }
        });
    }

    /// Finds the numbers with a limit that analyzers report with their issues.
    static List<Value> values(List<AnalyzerRun> runs) {
        List<Value> values = new ArrayList<>();
        Set<SubjectRef> certified = new LinkedHashSet<>();
        for (AnalyzerRun run : runs) {
            for (Issue issue : run.result().issues()) {
                if (issue.data().get("certificate") instanceof Map<?, ?> certificate
                        && certificate.get("daysLeft") instanceof Number days && certified.add(issue.subject())) {
                    values.add(new Value(issue.subject(), CERTIFICATE_DAYS, days.doubleValue(), 0));
                }
                if ("queuedTasks".equals(issue.data().get("measure"))
                        && issue.data().get("last") instanceof Number waiting) {
                    values.add(new Value(issue.subject(), BACKLOG, waiting.doubleValue(), Double.NaN));
                }
            }
        }
        return values;
    }
}
