package ink.dreamnet.halo.task.dispatch;

import java.util.List;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.task.budget.BudgetReport;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/halo")
@Tag(name = "Dispatch gate", description = "How much may be done at the same time, and the switch that stops it all")
class DispatchGateController {

    private final DispatchGate gate;
    private final BudgetReport budgets;
    private final CurrentActor actor;

    DispatchGateController(DispatchGate gate, BudgetReport budgets, CurrentActor actor) {
        this.gate = gate;
        this.budgets = budgets;
        this.actor = actor;
    }

    /// @param reason why, 1 to 500 characters; required
    record PauseOrder(@Nullable String reason) {
        String checked() {
            return DispatchGate.reason(reason);
        }
    }

    /// @param paused whether dispatching is paused now
    /// @param pause since when, by whom and why; null where it is not
    record PauseAnswer(boolean ok, boolean paused, @Nullable Pause pause) {
    }

    /// @param budgets every budget that is in use
    /// @param held what blocks tasks that are approved
    /// @param paused whether dispatching is paused
    record BudgetsAnswer(boolean ok, List<BudgetReport.Use> budgets, List<BudgetReport.Blocked> held, boolean paused) {
    }

    @PostMapping("/pause")
    @Operation(summary = "Stops all dispatching and leasing at once; survives restarts")
    PauseAnswer pauseDispatching(@RequestBody(required = false) @Nullable PauseOrder order) {
        String reason = (order == null ? new PauseOrder(null) : order).checked();
        return new PauseAnswer(true, true, gate.pause(reason, actor.get()));
    }

    @PostMapping("/resume")
    @Operation(summary = "Dispatches again")
    PauseAnswer resumeDispatching(@RequestBody(required = false) @Nullable PauseOrder order) {
        String reason = (order == null ? new PauseOrder(null) : order).checked();
        gate.resume(reason, actor.get());
        return new PauseAnswer(true, false, null);
    }

    @GetMapping("/budgets")
    @Operation(summary = "Shows what is in use of every budget, and what is blocked by which")
    BudgetsAnswer getBudgets() {
        return new BudgetsAnswer(true, budgets.uses(), budgets.blocked(), gate.paused().isPresent());
    }
}
