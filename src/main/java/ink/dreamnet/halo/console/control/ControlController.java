package ink.dreamnet.halo.console.control;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.console.layout.BarReader;
import ink.dreamnet.halo.console.layout.FormMapping;
import ink.dreamnet.halo.console.layout.Notices;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.engine.CycleOptions;
import ink.dreamnet.halo.engine.HaloEngine;
import ink.dreamnet.halo.task.dispatch.DispatchGate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// Stops everything, lets it go on, and asks for a cycle, over all or over one subject.
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

    @FormMapping("/subjects/{kind}/{id}/check")
    String check(@PathVariable String kind, @PathVariable String id,
            @RequestParam(required = false) @Nullable String back, HttpServletRequest request,
            HttpServletResponse response) {
        SubjectRef subject = new SubjectRef(Wire.parse(SubjectKind.class, "kind", kind), SubjectRef.checkId("id", id));
        engine.request(CycleOptions.full().withSubjects(List.of(subject.toString())).withReason("from the console"));
        return notices.redirect(request, response, back, "It is checked now.");
    }
}
