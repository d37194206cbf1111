package ink.dreamnet.halo.resonance.plan;

import java.time.Instant;
import java.util.List;

import ink.dreamnet.halo.core.Live;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.plan.LivePlanner.Next;
import ink.dreamnet.halo.resonance.plan.LivePlanner.Shown;
import ink.dreamnet.halo.resonance.plan.PlanProperties.Adaptive;
import ink.dreamnet.halo.resonance.plan.PlanView.PlannedSubject;
import ink.dreamnet.halo.resonance.plan.PlanView.Solved;
import ink.dreamnet.halo.trigger.TimeTrigger;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/halo/plan")
@Tag(name = "Loop", description = "The state of the loop, and a cycle on demand")
class PlanController {

    private final LivePlanner planner;
    private final Live<PlanProperties> properties;
    private final TimeTrigger timeTrigger;

    PlanController(LivePlanner planner, Live<PlanProperties> properties, TimeTrigger timeTrigger) {
        this.planner = planner;
        this.properties = properties;
        this.timeTrigger = timeTrigger;
    }

    record PlanAnswer(boolean ok, PlanView plan) {
    }

    /// @param subject only this subject, as `kind:id`
    /// @param limit how many entries a list has at most, 1 to 200; by default 20
    @GetMapping
    @Operation(summary = "Shows whom the next cycle over everything looks at, and whom not yet", description = """
            The counts are those of the whole.""")
    PlanAnswer get(@RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable Integer limit) {
        SubjectRef only = subject == null ? null : SubjectRef.parse(subject);
        int most = PageQuery.of(limit, null).limit();
        Next next = planner.next();
        Instant nextRunAt = timeTrigger.nextFiring().orElse(null);
        List<PlannedSubject> due = next.due().stream().filter(one -> only == null || one.subject().equals(only))
                .limit(most)
                .map(one -> new PlannedSubject(one.subject(), one.intervalMs(), nextRunAt, one.why())).toList();
        List<PlannedSubject> notDue = next.notDue().stream().filter(one -> only == null || one.subject().equals(only))
                .limit(most)
                .map(one -> new PlannedSubject(one.subject(), one.intervalMs(), later(one, nextRunAt), one.why()))
                .toList();
        return new PlanAnswer(true, new PlanView(next.adaptive(), properties.get().adaptive(), why(next),
                Double.isNaN(properties.get().budget()) ? null : Double.valueOf(properties.get().budget()),
                properties.get().worstDelay() == null ? null : Long.valueOf(properties.get().worstDelay().toMillis()),
                solved(next), nextRunAt, next.due().size(), next.notDue().size(), due, notDue,
                planner.groups().stream().filter(group -> only == null || group.members().contains(only)).limit(most)
                        .toList()));
    }

    private @Nullable Instant later(Shown one, @Nullable Instant nextRunAt) {
        if (nextRunAt == null) {
            return null;
        }
        Instant after = Instant.ofEpochMilli(one.lookedMs() + one.intervalMs());
        Instant second = nextRunAt.plusMillis(planner.cycleMs());
        return after.isBefore(second) ? second : after;
    }

    private static @Nullable Solved solved(Next next) {
        return next.planned() == 0 ? null : new Solved(Math.round(next.share() * 1000) / 1000.0, next.worstDelayMs());
    }

    private String why(Next next) {
        if (properties.get().adaptive() == Adaptive.OFF) {
            return "halo.plan.adaptive is off: every subject is due in every cycle";
        }
        if (next.planned() == 0) {
            return "nothing is planned yet: every subject is due in the next cycle";
        }
        return next.adaptive()
                ? "%d subjects are planned".formatted(next.planned())
                : "only %d subjects would be planned, and halo.plan.adaptive is auto: on from %d".formatted(
                        next.planned(), PlanProperties.LEAST_SUBJECTS);
    }
}
