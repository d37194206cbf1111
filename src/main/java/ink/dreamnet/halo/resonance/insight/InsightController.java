package ink.dreamnet.halo.resonance.insight;

import java.util.List;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.resonance.Insight;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/halo/insights")
@Tag(name = "Insights", description = "Patterns across cycles")
class InsightController {

    private final Insights insights;
    private final CurrentResonance current;
    private final CurrentActor actor;

    InsightController(Insights insights, CurrentResonance current, CurrentActor actor) {
        this.insights = insights;
        this.current = current;
        this.actor = actor;
    }

    record InsightsAnswer(boolean ok, List<Insight> insights, ErrorRateView errorRate, @Nullable String next) {
    }

    /// The one error rate of all insights.
    ///
    /// @param level at most this share of all that is raised is false, over the life of the installation
    /// @param tests how many hypotheses were tested so far
    /// @param discoveries how many of them were raised
    record ErrorRateView(double level, long tests, long discoveries) {
    }

    record InsightAnswer(boolean ok, Insight insight) {
    }

    /// @param reason the operator's words, 1 to 1,000 characters; required
    record DismissOrder(@Nullable String reason) {
    }

    /// @param state only insights in this state: open, ended, dismissed, all; by default open
    /// @param pattern only insights of this pattern
    /// @param subject only insights about this subject, as `kind:id`
    /// @param kind only insights about subjects of this kind
    /// @param severity only insights of this severity: low, medium, high, critical
    /// @param since only insights that were raised at this time or later
    @GetMapping
    @Operation(summary = "Lists insights, the newest first", description = """
            `errorRate`: at most `level` of all that is raised is false, by `tests` tests and `discoveries` discoveries so far.""")
    InsightsAnswer list(@RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String pattern,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String severity,
            @RequestParam(required = false) @Nullable String since, PageQuery page) {
        Page<Insight> found = insights.find(InsightQuery.of(state, pattern, subject, kind, severity, since), page);
        return new InsightsAnswer(true, found.items(), current.errorRate(), found.next());
    }

    @GetMapping("/{id}")
    @Operation(summary = "Shows one insight")
    InsightAnswer get(@PathVariable String id) {
        return new InsightAnswer(true, insights.get(Ids.parse("insight", id)));
    }

    @PostMapping("/{id}/dismiss")
    @Operation(summary = "Dismisses an insight", description = """
            With the reason. It is not raised again without new evidence.""")
    InsightAnswer dismiss(@PathVariable String id, @RequestBody DismissOrder body) {
        return new InsightAnswer(true, insights.dismiss(Ids.parse("insight", id), body.reason(), actor.get()));
    }
}
