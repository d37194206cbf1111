package ink.dreamnet.halo.trigger;

import java.util.List;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Texts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/halo/triggers")
@Tag(name = "Triggers", description = "What makes HALO run")
class TriggerController {

    private static final int MAX_REASON = 500;

    private final Triggers triggers;
    private final CurrentActor actor;

    TriggerController(Triggers triggers, CurrentActor actor) {
        this.triggers = triggers;
        this.actor = actor;
    }

    record TriggersAnswer(boolean ok, List<TriggerView> triggers) {
    }

    record TriggerAnswer(boolean ok, TriggerView trigger) {
    }

    /// @param reason why, at most 500 characters
    record SwitchOrder(@Nullable String reason) {
        SwitchOrder {
            Texts.check("reason", reason, MAX_REASON);
        }
    }

    @GetMapping
    @Operation(summary = "Lists the triggers, how they stand and why they last fired")
    TriggersAnswer list() {
        return new TriggersAnswer(true, triggers.list());
    }

    @GetMapping("/{name}")
    @Operation(summary = "Shows one trigger")
    TriggerAnswer get(@PathVariable String name) {
        return new TriggerAnswer(true, triggers.view(name));
    }

    @PostMapping("/{name}/enable")
    @Operation(summary = "Lets a trigger fire")
    TriggerAnswer enable(@PathVariable String name, @RequestBody(required = false) @Nullable SwitchOrder order) {
        return setEnabled(name, true, order);
    }

    @PostMapping("/{name}/disable")
    @Operation(summary = "Keeps a trigger from firing")
    TriggerAnswer disable(@PathVariable String name, @RequestBody(required = false) @Nullable SwitchOrder order) {
        return setEnabled(name, false, order);
    }

    private TriggerAnswer setEnabled(String name, boolean enabled, @Nullable SwitchOrder order) {
        triggers.setEnabled(name, enabled, order == null ? null : order.reason(), actor.get());
        return new TriggerAnswer(true, triggers.view(name));
    }
}
