package ink.dreamnet.halo.subject;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Wire;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Everything that is watched over HTTP.
@RestController
@RequestMapping("/api/halo/subjects")
@Tag(name = "Subjects", description = "The state of everything that is watched")
class SubjectController {

    private final SubjectStates states;

    SubjectController(SubjectStates states) {
        this.states = states;
    }

    /// A page of subjects.
    ///
    /// @param counts how many there are in all, whatever the filters
    record SubjectsAnswer(boolean ok, List<SubjectView> subjects, CountsView counts, @Nullable String next) {
    }

    record SubjectAnswer(boolean ok, SubjectView subject) {
    }

    /// How many subjects there are.
    ///
    /// @param total all
    /// @param byState by state; a state without subjects is absent
    /// @param byKind by kind and state
    record CountsView(long total, Map<String, Long> byState, Map<String, Map<String, Long>> byKind) {

        static CountsView of(SubjectCounts counts) {
            Map<String, Map<String, Long>> byKind = new LinkedHashMap<>();
            counts.byKind().forEach((kind, states) -> byKind.put(kind.wire(), wire(states)));
            return new CountsView(counts.total(), wire(counts.byState()), byKind);
        }

        private static Map<String, Long> wire(Map<SubjectState, Long> states) {
            Map<String, Long> wire = new LinkedHashMap<>();
            states.forEach((state, subjects) -> wire.put(state.wire(), subjects));
            return wire;
        }
    }

    /// @param kind only subjects of this kind
    /// @param state only subjects in these states: weak, unknown, silenced, maintenance, paused, up; with commas, or repeated
    /// @param squad only subjects of this squad; empty for those in none
    /// @param label only subjects with this label, as `name=value`; without a value those that do not have it
    /// @param text only subjects with this text in the id or the name, in any case
    @GetMapping
    @Operation(summary = "Lists everything that is watched, the worst first", description = """
            By state (weak, unknown, silenced, maintenance, paused, up), then by kind and id.""")
    SubjectsAnswer list(@RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable List<String> state,
            @RequestParam(required = false) @Nullable String squad,
            @RequestParam(required = false) @Nullable String label,
            @RequestParam(required = false) @Nullable String text, PageQuery page) {
        Page<SubjectView> found = states.find(SubjectQuery.of(kind, state, squad, label, text), page);
        return new SubjectsAnswer(true, found.items(), CountsView.of(states.counts()), found.next());
    }

    /// @param kind the kind of the subject
    /// @param id the id of the subject
    @GetMapping("/{kind}/{id}")
    @Operation(summary = "Shows one subject")
    SubjectAnswer get(@PathVariable String kind, @PathVariable String id) {
        return new SubjectAnswer(true, states.get(new SubjectRef(Wire.parse(SubjectKind.class, "kind", kind),
                SubjectRef.checkId("id", id))));
    }
}
