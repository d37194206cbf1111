package ink.dreamnet.halo.console.subject;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import ink.dreamnet.halo.console.layout.Filters;
import ink.dreamnet.halo.console.layout.Graph;
import ink.dreamnet.halo.console.layout.Json;
import ink.dreamnet.halo.console.layout.Strip;
import ink.dreamnet.halo.console.memory.Charts;
import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.core.masking.MaskedMap;
import ink.dreamnet.halo.memory.trait.Entities;
import ink.dreamnet.halo.memory.trait.Entity;
import ink.dreamnet.halo.memory.trait.EntityKind;
import ink.dreamnet.halo.subject.SubjectQuery;
import ink.dreamnet.halo.subject.SubjectState;
import ink.dreamnet.halo.subject.SubjectStates;
import ink.dreamnet.halo.subject.SubjectStatus;
import ink.dreamnet.halo.subject.SubjectView;
import ink.dreamnet.halo.task.TaskQuery;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.weakpoint.WeakPointQuery;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// Shows what is watched: as a list, and everything that is known of one subject.
@Controller
class SubjectPages {

    private static final int A_PAGE = 50;
    private static final int PROBLEMS = 20;
    private static final int TASKS = 20;
    private static final int CHANGES = 20;
    /// How many others are named on either side.
    private static final int OTHERS = 50;

    private final SubjectStates states;
    private final DeclaredSubjects declared;
    private final WeakPoints weakPoints;
    private final Tasks tasks;
    private final Entities entities;
    private final Charts charts;
    private final Json json;

    SubjectPages(SubjectStates states, DeclaredSubjects declared, WeakPoints weakPoints, Tasks tasks, Entities entities,
            Charts charts, Json json) {
        this.states = states;
        this.declared = declared;
        this.weakPoints = weakPoints;
        this.tasks = tasks;
        this.entities = entities;
        this.charts = charts;
        this.json = json;
    }

    /// A subject in a list.
    public record Line(SubjectRef ref, SubjectView subject, Strip strip) {

        static Line of(SubjectView subject) {
            return new Line(new SubjectRef(subject.kind(), subject.id()), subject,
                    Strip.of(subject.status().recentChecks()));
        }
    }

    /// Another subject that this one depends on, or that depends on this one.
    public record Other(SubjectRef ref, SubjectState state) {
    }

    @GetMapping("/subjects")
    String list(@RequestParam Map<String, String> given, PageQuery page, Model model) {
        String state = Filters.text(given, "state");
        Page<SubjectView> found = states.find(SubjectQuery.of(Filters.text(given, "kind"),
                state == null ? null : List.of(state), Filters.text(given, "squad"), Filters.text(given, "label"),
                Filters.text(given, "text")), new PageQuery(A_PAGE, page.before()));
        model.addAttribute("lines", found.items().stream().map(Line::of).toList());
        model.addAttribute("given", given);
        model.addAttribute("kinds", List.of(SubjectKind.values()));
        model.addAttribute("states", List.of(SubjectState.values()));
        model.addAttribute("counts", states.counts());
        model.addAttribute("next", Filters.next("/subjects", given, found.next()));
        return "subjects";
    }

    @GetMapping("/subjects/{kind}/{id}")
    String subject(@PathVariable String kind, @PathVariable String id, Model model) {
        SubjectRef ref = new SubjectRef(Wire.parse(SubjectKind.class, "kind", kind), SubjectRef.checkId("id", id));
        SubjectView subject = states.get(ref);
        Map<SubjectRef, Facts> below = declared.closure(List.of(ref));
        Set<SubjectRef> dependants = declared.dependants(List.of(ref));
        PageQuery some = new PageQuery(PROBLEMS, null);
        Entity entity = new Entity(EntityKind.valueOf(ref.kind().name()), ref.id());
        model.addAttribute("line", Line.of(subject));
        model.addAttribute("labels", MaskedMap.of(Map.copyOf(subject.labels())));
        model.addAttribute("problems", weakPoints.find(problems(null, ref), some).items());
        model.addAttribute("past", weakPoints.find(problems("resolved", ref), some).items());
        model.addAttribute("tasks", tasks.find(
                new TaskQuery(EnumSet.allOf(TaskStatus.class), ref, null, null, null, null, TaskQuery.Sort.NEWEST),
                new PageQuery(TASKS, null)).items());
        model.addAttribute("dependsOn", others(below.getOrDefault(ref, Facts.NONE).dependsOn()));
        model.addAttribute("dependants", others(dependants));
        model.addAttribute("graph", below.size() + dependants.size() == 1 ? null : graph(ref, below, dependants));
        model.addAttribute("chart", charts.traits(entity));
        model.addAttribute("changes", entities.changes(List.of(entity), CHANGES).getOrDefault(entity, List.of()));
        return "subject";
    }

    private List<Other> others(Collection<SubjectRef> refs) {
        List<SubjectRef> some = new TreeSet<>(refs).stream().limit(OTHERS).toList();
        Function<SubjectRef, SubjectStatus> statuses = states.of(some);
        return some.stream().map(ref -> new Other(ref, statuses.apply(ref).state())).toList();
    }

    /// The subject with all that it depends on and all that depends on it.
    private String graph(SubjectRef self, Map<SubjectRef, Facts> below, Set<SubjectRef> dependants) {
        Map<SubjectRef, Facts> facts = new LinkedHashMap<>(below);
        facts.putAll(declared.facts(dependants.stream().limit(OTHERS).toList()));
        List<SubjectRef> shown = facts.keySet().stream().limit(2 * OTHERS).toList();
        Function<SubjectRef, SubjectStatus> statuses = states.of(shown);
        return json.compact(new Graph(
                shown.stream().map(node -> new Graph.Node(node.toString(), statuses.apply(node).state().wire(),
                        node.equals(self), Graph.href(node))).toList(),
                shown.stream().flatMap(ref -> facts.getOrDefault(ref, Facts.NONE).dependsOn().stream()
                        .filter(shown::contains).map(other -> new Graph.Edge(ref.toString(), other.toString())))
                        .toList()));
    }

    private static WeakPointQuery problems(@Nullable String state, SubjectRef ref) {
        return WeakPointQuery.of(state, null, ref.toString(), null, null, null, null, null, null);
    }
}
