package ink.dreamnet.halo.console.plumbing;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.console.layout.BarReader;
import ink.dreamnet.halo.console.layout.FormMapping;
import ink.dreamnet.halo.console.layout.Notices;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.sink.Sinks;
import ink.dreamnet.halo.task.approval.StandingApprovals;
import ink.dreamnet.halo.task.verification.StrategyStops;
import ink.dreamnet.halo.trigger.Triggers;
import ink.dreamnet.halo.wormhole.Wormholes;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// Switches triggers and wormholes, sends dead letters again, releases strategies and revokes standing approvals.
@Controller
class PlumbingActions {

    private static final int MAX_REASON = 500;
    private static final int MAX_COMMENT = 2000;

    private final Triggers triggers;
    private final Wormholes wormholes;
    private final Sinks sinks;
    private final StrategyStops stops;
    private final StandingApprovals standing;
    private final BarReader bar;
    private final Notices notices;
    private final CurrentActor actor;

    PlumbingActions(Triggers triggers, Wormholes wormholes, Sinks sinks, StrategyStops stops,
            StandingApprovals standing, BarReader bar, Notices notices, CurrentActor actor) {
        this.triggers = triggers;
        this.wormholes = wormholes;
        this.sinks = sinks;
        this.stops = stops;
        this.standing = standing;
        this.bar = bar;
        this.notices = notices;
        this.actor = actor;
    }

    @FormMapping("/plumbing/triggers/{name}/enable")
    String enableTrigger(@PathVariable String name, @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request, HttpServletResponse response) {
        return switchTrigger(name, true, reason, request, response);
    }

    @FormMapping("/plumbing/triggers/{name}/disable")
    String disableTrigger(@PathVariable String name, @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request, HttpServletResponse response) {
        return switchTrigger(name, false, reason, request, response);
    }

    private String switchTrigger(String name, boolean enabled, @Nullable String reason, HttpServletRequest request,
            HttpServletResponse response) {
        Texts.check("reason", reason, MAX_REASON);
        triggers.setEnabled(name, enabled, Texts.stripped(reason), actor.get());
        return done(request, response, "Trigger %s %s.".formatted(name, enabled ? "fires again" : "does not fire"));
    }

    @FormMapping("/plumbing/wormholes/{id}/enable")
    String enableWormhole(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        wormholes.setEnabled(id, true, actor.get());
        return done(request, response, "Events go through %s again.".formatted(id));
    }

    @FormMapping("/plumbing/wormholes/{id}/disable")
    String disableWormhole(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        wormholes.setEnabled(id, false, actor.get());
        return done(request, response, "No event goes through %s.".formatted(id));
    }

    /// @param event the id of one event; blank for all dead letters
    @FormMapping("/plumbing/sinks/{name}/redeliver")
    String redeliver(@PathVariable String name, @RequestParam(defaultValue = "") String event,
            HttpServletRequest request, HttpServletResponse response) {
        int sent = sinks.redeliver(name, event.isBlank() ? null : Ids.parse("event", event), actor.get());
        return done(request, response, "%d are sent again.".formatted(sent));
    }

    @FormMapping("/plumbing/strategies/{name}/release")
    String release(@PathVariable String name, @RequestParam String code,
            @RequestParam(required = false) @Nullable String comment, HttpServletRequest request,
            HttpServletResponse response) {
        Texts.check("comment", comment, MAX_COMMENT);
        stops.release(name, code, Texts.stripped(comment), actor.get());
        return done(request, response, "%s may repair %s again.".formatted(name, code));
    }

    @FormMapping("/plumbing/standing/{id}/revoke")
    String revoke(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        standing.revoke(Ids.parse("standing approval", id), actor.get());
        return done(request, response, "Revoked. What it approved before stays approved.");
    }

    private String done(HttpServletRequest request, HttpServletResponse response, String sentence) {
        bar.forget();
        return notices.redirect(request, response, request.getParameter("back"), sentence);
    }
}
