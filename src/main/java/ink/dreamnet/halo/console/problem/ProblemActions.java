package ink.dreamnet.halo.console.problem;

import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.console.layout.BarReader;
import ink.dreamnet.halo.console.layout.FormMapping;
import ink.dreamnet.halo.console.layout.Notices;
import ink.dreamnet.halo.console.layout.Times;
import ink.dreamnet.halo.console.layout.Until;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// What an operator does about a problem.
@Controller
class ProblemActions {

    private final WeakPoints weakPoints;
    private final Notices notices;
    private final BarReader bar;
    private final CurrentActor actor;
    private final Clock clock;

    ProblemActions(WeakPoints weakPoints, Notices notices, BarReader bar, CurrentActor actor, Clock clock) {
        this.weakPoints = weakPoints;
        this.notices = notices;
        this.bar = bar;
        this.actor = actor;
        this.clock = clock;
    }

    /// @param group whether also what it holds back
    @FormMapping("/problems/{id}/acknowledge")
    String acknowledge(@PathVariable String id, @RequestParam(defaultValue = "false") boolean group,
            @RequestParam(required = false) @Nullable String comment,
            @RequestParam(required = false) @Nullable String back, HttpServletRequest request,
            HttpServletResponse response) {
        if (group) {
            int acknowledged = weakPoints.acknowledgeGroup(parse(id), Texts.stripped(comment), actor.get());
            return done(request, response, back,
                    acknowledged == 1 ? "1 problem is acknowledged." : acknowledged + " problems are acknowledged.");
        }
        weakPoints.acknowledge(parse(id), Texts.stripped(comment), actor.get());
        return done(request, response, back, "The problem is acknowledged.");
    }

    @FormMapping("/problems/{id}/snooze")
    String snooze(@PathVariable String id, @RequestParam(defaultValue = "") String until,
            @RequestParam(required = false) @Nullable String comment,
            @RequestParam(required = false) @Nullable String back, HttpServletRequest request,
            HttpServletResponse response) {
        Instant now = clock.instant();
        Instant end = Wire.parse(Until.class, "until", until).from(now);
        weakPoints.snooze(parse(id), end, Texts.stripped(comment), actor.get());
        return done(request, response, back,
                "Nothing is proposed for it until %s, unless it becomes worse.".formatted(new Times(now).exact(end)));
    }

    @FormMapping("/problems/{id}/wake")
    String wake(@PathVariable String id, @RequestParam(required = false) @Nullable String back,
            HttpServletRequest request, HttpServletResponse response) {
        weakPoints.wake(parse(id), actor.get());
        return done(request, response, back, "The snooze is over; its subject is checked again.");
    }

    @FormMapping("/problems/{id}/comments")
    String comment(@PathVariable String id, @RequestParam(required = false) @Nullable String comment,
            @RequestParam(required = false) @Nullable String back, HttpServletRequest request,
            HttpServletResponse response) {
        weakPoints.comment(parse(id), Texts.stripped(comment), actor.get());
        return done(request, response, back, "The comment is in its history.");
    }

    private String done(HttpServletRequest request, HttpServletResponse response, @Nullable String back,
            String what) {
        bar.forget();
        return notices.redirect(request, response, back, what);
    }

    private static UUID parse(String id) {
        return Ids.parse("weak point", id);
    }
}
