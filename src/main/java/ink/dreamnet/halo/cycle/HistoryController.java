package ink.dreamnet.halo.cycle;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.trigger.CycleRequest;
import ink.dreamnet.halo.trigger.CycleRequests;
import ink.dreamnet.halo.trigger.RequestStatus;
import ink.dreamnet.halo.trigger.Triggers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/halo/history")
@Tag(name = "History", description = "The record of every cycle")
class HistoryController {

    private final CycleHistory history;
    private final CycleRequests requests;
    private final CycleViews views;
    private final Triggers triggers;

    HistoryController(CycleHistory history, CycleRequests requests, CycleViews views, Triggers triggers) {
        this.history = history;
        this.requests = requests;
        this.views = views;
        this.triggers = triggers;
    }

    record HistoryAnswer(boolean ok, List<CycleView> history, @Nullable String next) {
    }

    /// @param view `full`, or `summary` without the lists of each cycle; by default full
    /// @param since only cycles that started at this time or later, as 2026-11-24T03:00:00Z
    /// @param until only cycles that started before this time
    /// @param trigger only cycles that served a request of this trigger
    /// @param status only cycles of this status: completed, interrupted
    /// @param mode only cycles of this mode: full, light
    /// @param subject only cycles that saw an issue of this subject, as `kind:id`
    /// @param severity only cycles whose worst weak point has this severity: medium, high, critical
    @GetMapping
    @Operation(summary = "Lists cycles, newest first", description = """
            Filters may be combined.""")
    HistoryAnswer listCycles(@RequestParam(required = false) @Nullable String view,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String until,
            @RequestParam(required = false) @Nullable String trigger,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String mode,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String severity, PageQuery page) {
        if (view != null && !view.equals("summary") && !view.equals("full")) {
            throw new InvalidInputException("view", "'%s' is not one of full, summary".formatted(view));
        }
        HistoryFilter filter = HistoryFilter.of(
                new HistoryFilter.Given(since, until, trigger, status, mode, subject, severity), triggers.names());
        Page<CycleView> found = "summary".equals(view)
                ? views.summaries(history.summaries(filter, page))
                : views.lists(history.cycles(filter, page));
        return new HistoryAnswer(true, found.items(), found.next());
    }

    @GetMapping("/{id}")
    @Operation(summary = "Shows one cycle", description = "202 while it waits or runs")
    @ApiResponse(responseCode = "200", description = "The recorded cycle")
    @ApiResponse(responseCode = "202", description = "It waits or runs; ask again after `Retry-After`")
    ResponseEntity<CycleAnswer> getCycle(@PathVariable String id) {
        UUID cycleId = Ids.parse("cycle", id);
        // the queue before the history: a cycle that starts in between is then found in the history
        Optional<CycleRequest> waiting = requests.of(cycleId).stream()
                .filter(request -> request.status() == RequestStatus.PENDING).findFirst();
        if (waiting.isPresent()) {
            return notYet(CycleView.pending(waiting.get()));
        }
        RecordedCycle cycle = history.find(cycleId).orElseThrow(() -> new NotFoundException("cycle", id));
        return cycle.status() == CycleStatus.RUNNING
                ? notYet(CycleView.summary(cycle.header(), null))
                : ResponseEntity.ok(CycleAnswer.of(views.of(cycle)));
    }

    private static ResponseEntity<CycleAnswer> notYet(CycleView cycle) {
        return ResponseEntity.accepted().header(HttpHeaders.RETRY_AFTER, "1").body(CycleAnswer.of(cycle));
    }
}
