package ink.dreamnet.halo.console.silence;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.console.layout.Filters;
import ink.dreamnet.halo.console.layout.FormMapping;
import ink.dreamnet.halo.console.layout.Notices;
import ink.dreamnet.halo.console.layout.Until;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.weakpoint.Silence;
import ink.dreamnet.halo.weakpoint.SilenceOutlook;
import ink.dreamnet.halo.weakpoint.SilenceView;
import ink.dreamnet.halo.weakpoint.Silencing;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// Shows silences and maintenance windows, puts and ends them.
@Controller
class SilencePages {

    private final Silencing silencing;
    private final WeakPoints weakPoints;
    private final DeclaredSubjects declared;
    private final Notices notices;
    private final CurrentActor actor;
    private final Clock clock;

    SilencePages(Silencing silencing, WeakPoints weakPoints, DeclaredSubjects declared, Notices notices,
            CurrentActor actor, Clock clock) {
        this.silencing = silencing;
        this.weakPoints = weakPoints;
        this.declared = declared;
        this.notices = notices;
        this.actor = actor;
        this.clock = clock;
    }

    @GetMapping("/silences")
    String list(@RequestParam Map<String, String> given, PageQuery page, Model model) {
        Instant now = clock.instant();
        String state = Filters.text(given, "state");
        Page<SilenceOutlook> found = silencing.outlook(state, page, Calendar.begin(now), Calendar.end(now));
        model.addAttribute("state", state);
        model.addAttribute("active", in(found, Silence.State.ACTIVE));
        model.addAttribute("coming", in(found, Silence.State.PENDING));
        model.addAttribute("over", in(found, Silence.State.EXPIRED));
        model.addAttribute("calendar", Calendar.of(
                found.items().stream().filter(one -> one.silence().state() != Silence.State.EXPIRED).toList(), now));
        model.addAttribute("next", Filters.next("/silences", given, found.next()));
        return "silences";
    }

    private static List<SilenceOutlook> in(Page<SilenceOutlook> found, Silence.State state) {
        return found.items().stream().filter(one -> one.silence().state() == state).toList();
    }

    /// @param problem the problem that it is filled in from; null where somebody fills it in
    @GetMapping("/silences/new")
    String form(@RequestParam(required = false) @Nullable String problem, SilenceForm given, Model model) {
        SilenceForm form = problem == null ? given : from(problem);
        model.addAttribute("form", form);
        model.addAttribute("untils", Until.values());
        if (!form.empty()) {
            try {
                model.addAttribute("preview", silencing.preview(form.spec(clock.instant(), true, null)));
            } catch (InvalidInputException wrong) {
                model.addAttribute("wrong", wrong.problems());
            }
        }
        return "silence";
    }

    private SilenceForm from(String problem) {
        WeakPoint point = weakPoints.get(Ids.parse("weak point", problem));
        return SilenceForm.of(point,
                declared.facts(List.of(point.subject())).getOrDefault(point.subject(), Facts.NONE));
    }

    @FormMapping("/silences")
    String put(SilenceForm form, @RequestParam(defaultValue = "false") boolean everything,
            @RequestParam(required = false) @Nullable String comment, HttpServletRequest request,
            HttpServletResponse response) {
        SilenceView put = silencing.put(form.spec(clock.instant(), everything, comment), actor.get());
        return notices.redirect(request, response, "/silences",
                put.state() == Silence.State.ACTIVE ? "The silence holds." : "The silence will hold.");
    }

    @FormMapping("/silences/{id}/end")
    String end(@PathVariable String id, @RequestParam(required = false) @Nullable String back,
            HttpServletRequest request, HttpServletResponse response) {
        silencing.end(id, actor.get());
        return notices.redirect(request, response, back, "It has ended; what it suppressed is checked again.");
    }
}
