package ink.dreamnet.halo.console.cycle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.console.layout.Filters;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.cycle.CycleHistory;
import ink.dreamnet.halo.cycle.CycleView;
import ink.dreamnet.halo.cycle.CycleViews;
import ink.dreamnet.halo.cycle.HistoryFilter;
import ink.dreamnet.halo.cycle.RecordedCycle;
import ink.dreamnet.halo.trigger.CycleRequest;
import ink.dreamnet.halo.trigger.CycleRequests;
import ink.dreamnet.halo.trigger.Triggers;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// Shows what HALO did, cycle by cycle.
@Controller
class CyclePages {

    private static final int A_PAGE = 50;
    private static final int MOST_CHANGES = 500;
    /// The headings of what can happen to weak points in a cycle.
    private static final Map<String, String> CHANGES = new LinkedHashMap<>();

    static {
        CHANGES.put("opened", "New");
        CHANGES.put("reopened", "Back");
        CHANGES.put("severity-changed", "Better or worse");
        CHANGES.put("flapping-started", "Flapping");
        CHANGES.put("stale", "Not observed any more");
        CHANGES.put("observed-again", "Observed again");
        CHANGES.put("resolved", "Resolved");
    }

    private final CycleHistory history;
    private final CycleRequests requests;
    private final CycleViews views;
    private final Triggers triggers;
    private final WeakPoints weakPoints;

    CyclePages(CycleHistory history, CycleRequests requests, CycleViews views, Triggers triggers,
            WeakPoints weakPoints) {
        this.history = history;
        this.requests = requests;
        this.views = views;
        this.triggers = triggers;
        this.weakPoints = weakPoints;
    }

    @GetMapping("/cycles")
    String cycles(@RequestParam Map<String, String> given, PageQuery page, Model model) {
        HistoryFilter filter = HistoryFilter.of(
                new HistoryFilter.Given(given.get("since"), given.get("until"), given.get("trigger"),
                        given.get("status"), given.get("mode"), given.get("subject"), given.get("severity")),
                triggers.names());
        Page<CycleView> found = views.summaries(history.summaries(filter, new PageQuery(A_PAGE, page.before())));
        model.addAllAttributes(Map.of("cycles", found.items(), "given", given, "triggerNames", triggers.names(),
                "modes", List.of(CycleMode.values()), "statuses", HistoryFilter.STATUSES, "severities",
                HistoryFilter.SEVERITIES));
        model.addAttribute("next", Filters.next("/cycles", given, found.next()));
        return "cycles";
    }

    @GetMapping("/cycles/{id}")
    String cycle(@PathVariable String id, Model model) {
        UUID known = Ids.parse("cycle", id);
        Optional<RecordedCycle> found = history.find(known);
        if (found.isEmpty()) {
            List<CycleRequest> waiting = requests.of(known);
            if (waiting.isEmpty()) {
                throw new NotFoundException("cycle", id);
            }
            model.addAttribute("cycle", CycleView.pending(waiting.getFirst()));
            return "cycle";
        }
        RecordedCycle cycle = found.get();
        model.addAttribute("cycle", views.of(cycle));
        model.addAttribute("slowest",
                cycle.analysis().stream().mapToLong(analyzer -> analyzer.durationMs()).max().orElse(0));
        model.addAttribute("changes", changes(known));
        return "cycle";
    }

    /// What the cycle changed, in the order of [#CHANGES].
    private List<Changed> changes(UUID cycle) {
        Map<String, Set<UUID>> changed = weakPoints.changedBy(cycle, MOST_CHANGES);
        Map<UUID, WeakPoint> points = weakPoints
                .all(changed.values().stream().flatMap(Set::stream).distinct().toList());
        return CHANGES.entrySet().stream().filter(kind -> changed.containsKey(kind.getKey()))
                .map(kind -> new Changed(kind.getValue(), Objects.requireNonNull(changed.get(kind.getKey())).stream()
                        .map(points::get).filter(Objects::nonNull).toList()))
                .toList();
    }

    /// What happened to some weak points.
    ///
    /// @param what the heading
    public record Changed(String what, List<WeakPoint> points) {
    }
}
