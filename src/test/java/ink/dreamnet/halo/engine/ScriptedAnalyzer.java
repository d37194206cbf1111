package ink.dreamnet.halo.engine;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import ink.dreamnet.halo.analysis.AnalysisContext;
import ink.dreamnet.halo.analysis.Analyzer;
import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.strategy.Proposal;
import ink.dreamnet.halo.strategy.Strategy;
import ink.dreamnet.halo.support.Resettable;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.springframework.boot.test.context.TestComponent;

/// An analyzer that sees what a test tells it to see.
@TestComponent
class ScriptedAnalyzer implements Analyzer, Resettable {

    /// What the analyzer does when it is asked.
    interface Script {
        AnalyzerResult look(AnalysisContext context) throws Exception;
    }

    static final SubjectRef SUBJECT = SubjectRef.parse("endpoint:scripted-subject");

    final AtomicInteger runs = new AtomicInteger();
    volatile Script script = context -> clean();
    volatile boolean watching = true;

    @Override
    public AnalyzerResult analyze(AnalysisContext context) throws Exception {
        runs.incrementAndGet();
        return script.look(context);
    }

    @Override
    public Set<CycleMode> modes() {
        return EnumSet.allOf(CycleMode.class);
    }

    @Override
    public boolean watches(SubjectRef subject) {
        return watching;
    }

    static AnalyzerResult clean() {
        return AnalyzerResult.builder().observed(SUBJECT).build();
    }

    static AnalyzerResult broken(Severity severity) {
        return AnalyzerResult.builder()
                .issue(Issue.of("scripted.broken", severity, SUBJECT, "broken as told", Map.of("n", 1))).build();
    }

    static AnalyzerResult unobserved() {
        return AnalyzerResult.builder().build();
    }

    @Override
    public void reset() {
        script = context -> clean();
        watching = true;
    }

    /// Takes part in every third cycle, and sees nothing.
    @TestComponent
    static class EveryThirdAnalyzer implements Analyzer {

        @Override
        public AnalyzerResult analyze(AnalysisContext context) {
            return unobserved();
        }

        @Override
        public boolean watches(SubjectRef subject) {
            return false;
        }
    }

    /// Repairs whatever the analyzer sees.
    @TestComponent
    static class ScriptedStrategy implements Strategy {

        @Override
        public Optional<Proposal> propose(WeakPoint weakPoint) {
            return weakPoint.code().equals("scripted.broken")
                    ? Optional.of(new Proposal("scripted.repair", List.of("DeployKeeper"),
                            Map.of("subject", weakPoint.subject().toString())))
                    : Optional.empty();
        }

        @Override
        public String name() {
            return "scripted-repair";
        }
    }
}
