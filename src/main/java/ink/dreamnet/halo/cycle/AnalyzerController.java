package ink.dreamnet.halo.cycle;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.analysis.AnalyzerRegistry;
import ink.dreamnet.halo.analysis.AnalyzerSetup;
import ink.dreamnet.halo.core.CycleMode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/halo/analyzers")
@Tag(name = "Analyzers", description = "What looks at the fleet, and how it fared")
class AnalyzerController {

    private final AnalyzerRegistry analyzers;
    private final CycleHistory history;

    AnalyzerController(AnalyzerRegistry analyzers, CycleHistory history) {
        this.analyzers = analyzers;
        this.history = history;
    }

    /// An analyzer, how it runs, and what came of it when it last did.
    ///
    /// @param name its name
    /// @param enabled whether it runs at all
    /// @param modes the modes of the cycles that have it
    /// @param deadlineMs how long it may run, in milliseconds
    /// @param every it runs in every so many of these cycles
    /// @param options its own settings
    /// @param lastRun what came of it; null where no cycle ran it yet
    record AnalyzerView(String name, boolean enabled, List<CycleMode> modes, long deadlineMs, int every,
            Map<String, Object> options, @Nullable LastRunView lastRun) {

        static AnalyzerView of(AnalyzerSetup setup, @Nullable LastRun run) {
            return new AnalyzerView(setup.name(), setup.enabled(), setup.modes().stream().sorted().toList(),
                    setup.deadline().toMillis(), setup.every(), setup.options(),
                    run == null ? null : LastRunView.of(run, setup.every()));
        }
    }

    /// The last run of an analyzer in a completed cycle that was not limited to named subjects.
    ///
    /// @param at when that cycle started
    /// @param cycleId the cycle
    /// @param status `completed, inconclusive, failed, timed-out`
    /// @param durationMs how long it ran, in milliseconds
    /// @param subjects how many subjects it observed
    /// @param issues how many issues it reported, those of severity `low` included
    /// @param error why its status is not `completed`, or its remark
    /// @param dueIn in how many such cycles it runs again; 1 is the next
    record LastRunView(Instant at, UUID cycleId, String status, long durationMs, int subjects, int issues,
            @Nullable String error, int dueIn) {

        static LastRunView of(LastRun run, int every) {
            return new LastRunView(run.ranAt(), run.cycleId(), run.status().wire(), run.durationMs(), run.subjects(),
                    run.issues(), run.error(), Math.max(1, every - run.skippedCycles()));
        }
    }

    record AnalyzersAnswer(boolean ok, List<AnalyzerView> analyzers) {
    }

    @GetMapping
    @Operation(summary = "Lists the analyzers, how they run, and what came of it")
    AnalyzersAnswer list() {
        Map<String, LastRun> runs = history.lastRuns();
        return new AnalyzersAnswer(true, analyzers.all().stream()
                .map(setup -> AnalyzerView.of(setup, runs.get(setup.name()))).toList());
    }
}
