package ink.dreamnet.halo.console.search;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.subject.SubjectQuery;
import ink.dreamnet.halo.subject.SubjectStates;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.weakpoint.WeakPointQuery;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Searches everything by a text. An id leads straight to what it names.
@Controller
class SearchController {

    private static final int MAX_TEXT = 300;
    private static final int MOST_TASKS = 20;
    private static final PageQuery FIRST = new PageQuery(PageQuery.DEFAULT_LIMIT, null);

    private final SubjectStates subjects;
    private final WeakPoints weakPoints;
    private final Tasks tasks;
    private final IdLinks ids;

    SearchController(SubjectStates subjects, WeakPoints weakPoints, Tasks tasks, IdLinks ids) {
        this.subjects = subjects;
        this.weakPoints = weakPoints;
        this.tasks = tasks;
        this.ids = ids;
    }

    @GetMapping("/search")
    String search(@RequestParam(defaultValue = "") String q, Model model) {
        Texts.check("q", q, MAX_TEXT);
        String text = q.strip();
        Optional<String> named = id(text).flatMap(ids::of);
        if (named.isPresent()) {
            return "redirect:" + named.get();
        }
        model.addAttribute("q", text);
        if (!text.isEmpty()) {
            Optional<SubjectRef> subject = subject(text);
            String kind = subject.map(ref -> ref.kind().wire()).orElse(null);
            String name = subject.map(SubjectRef::id).orElse(text);
            model.addAllAttributes(Map.of("name", name, "subjects",
                    subjects.find(SubjectQuery.of(kind, null, null, null, name), FIRST), "problems",
                    weakPoints.find(WeakPointQuery.of(null, null, null, kind, null, null, name, null, null), FIRST),
                    "tasks", tasks.search(name, MOST_TASKS)));
            model.addAttribute("kind", kind);
        }
        return "search";
    }

    /// @return the subject that pages show so: `endpoint:shop`
    private static Optional<SubjectRef> subject(String text) {
        try {
            return Optional.of(SubjectRef.parse(text));
        } catch (InvalidInputException another) {
            return Optional.empty();
        }
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
