package ink.dreamnet.halo.console.control;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.console.layout.BarReader;
import ink.dreamnet.halo.console.layout.FormMapping;
import ink.dreamnet.halo.console.layout.Notices;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.engine.CycleOptions;
import ink.dreamnet.halo.engine.HaloEngine;
import ink.dreamnet.halo.task.dispatch.DispatchGate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestParam;

/// Stops everything, lets it go on, and asks for a cycle, from every page.
@Controller
class ControlController {

    private final DispatchGate gate;
    private final HaloEngine engine;
    private final BarReader bar;
    private final Notices notices;
    private final CurrentActor actor;

    ControlController(DispatchGate gate, HaloEngine engine, BarReader bar, Notices notices, CurrentActor actor) {
        this.gate = gate;
        this.engine = engine;
        this.bar = bar;
        this.notices = notices;
        this.actor = actor;
    }

    @FormMapping("/pause")
    String pause(@RequestParam(defaultValue = "") String reason, @RequestParam(required = false) @Nullable String back,
            HttpServletRequest request, HttpServletResponse response) {
        gate.pause(DispatchGate.reason(reason), actor.get());
        bar.forget();
        return notices.redirect(request, response, back, "HALO is paused. Nothing is dispatched until it is resumed.");
    }

    @FormMapping("/resume")
    String resume(@RequestParam(defaultValue = "") String reason, @RequestParam(required = false) @Nullable String back,
            HttpServletRequest request, HttpServletResponse response) {
        gate.resume(DispatchGate.reason(reason), actor.get());
        bar.forget();
        return notices.redirect(request, response, back, "HALO dispatches again.");
    }

    @FormMapping("/run")
    String run(@RequestParam(required = false) @Nullable String back, HttpServletRequest request,
            HttpServletResponse response) {
        engine.request(CycleOptions.full().withReason("from the console"));
        return notices.redirect(request, response, back, "A cycle was asked for.");
    }
}
