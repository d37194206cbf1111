package ink.dreamnet.halo.console.insight;

import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.console.layout.Filters;
import ink.dreamnet.halo.console.layout.FormMapping;
import ink.dreamnet.halo.console.layout.Json;
import ink.dreamnet.halo.console.layout.Notices;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.resonance.Insight;
import ink.dreamnet.halo.resonance.insight.InsightQuery;
import ink.dreamnet.halo.resonance.insight.Insights;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// Shows patterns across cycles, and takes that somebody does not want to see one.
@Controller
class InsightPages {

    private static final int A_PAGE = 50;

    private final Insights insights;
    private final Notices notices;
    private final CurrentActor actor;
    private final Json json;

    InsightPages(Insights insights, Notices notices, CurrentActor actor, Json json) {
        this.insights = insights;
        this.notices = notices;
        this.actor = actor;
        this.json = json;
    }

    @GetMapping("/insights")
    String insights(@RequestParam Map<String, String> given, PageQuery page, Model model) {
        Page<Insight> found = insights.find(
                InsightQuery.of(Filters.text(given, "state"), Filters.text(given, "pattern"),
                        Filters.text(given, "subject"),
                        Filters.text(given, "kind"), Filters.text(given, "severity"), Filters.text(given, "since")),
                new PageQuery(A_PAGE, page.before()));
        model.addAttribute("insights", found.items());
        model.addAttribute("given", given);
        model.addAttribute("next", Filters.next("/insights", given, found.next()));
        return "insights";
    }

    @GetMapping("/insights/{id}")
    String insight(@PathVariable String id, Model model) {
        Insight insight = insights.get(Ids.parse("insight", id));
        model.addAttribute("insight", insight);
        model.addAttribute("evidence", json.pretty(insight.evidence()));
        return "insight";
    }

    @FormMapping("/insights/{id}/dismiss")
    String dismiss(@PathVariable String id, @RequestParam(required = false) @Nullable String reason,
            @RequestParam(required = false) @Nullable String back, HttpServletRequest request,
            HttpServletResponse response) {
        insights.dismiss(Ids.parse("insight", id), reason, actor.get());
        return notices.redirect(request, response, back, "Dismissed. It is not raised again without new evidence.");
    }
}
