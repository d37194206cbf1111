package ink.dreamnet.halo.weakpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Severity;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/halo/weakpoints")
@Tag(name = "Weak points", description = "What is wrong, since when")
class WeakPointController {

    private final WeakPoints weakPoints;
    private final WeakPointTasks tasks;
    private final CurrentActor actor;

    WeakPointController(WeakPoints weakPoints, WeakPointTasks tasks, CurrentActor actor) {
        this.weakPoints = weakPoints;
        this.tasks = tasks;
        this.actor = actor;
    }

    /// @param weakPoint the weak point; its members stand at this level
    /// @param taskIds the tasks that were proposed for it, oldest first
    record WeakPointView(@JsonUnwrapped WeakPoint weakPoint, List<UUID> taskIds) {
    }

    record WeakPointsAnswer(boolean ok, List<WeakPointView> weakPoints, @Nullable String next) {
    }

    record WeakPointAnswer(boolean ok, WeakPointView weakPoint, List<WeakPointEvent> history) {
    }

    /// @param root the cause, with its tasks
    /// @param severity the worst among all of the group
    /// @param count how many they are, the cause included
    /// @param suppressed how many of them are suppressed
    /// @param kinds how many of them are about subjects of each kind
    /// @param members the first of those that it is the cause of, at most 20
    record GroupView(WeakPointView root, Severity severity, long count, long suppressed, Map<String, Long> kinds,
            List<WeakPointGroup.Member> members) {
        static GroupView of(WeakPointGroup group, List<UUID> taskIds) {
            return new GroupView(new WeakPointView(group.root(), taskIds), group.severity(), group.count(),
                    group.suppressed(), group.kinds(), group.members());
        }
    }

    record GroupsAnswer(boolean ok, List<GroupView> groups, @Nullable String next) {
    }

    /// @param comment the operator's words, at most 1,000 characters
    record Acknowledgement(@Nullable String comment) {
    }

    /// @param comment the operator's words, 1 to 1,000 characters
    record Remark(@Nullable String comment) {
    }

    /// @param until until when nothing is to be proposed, at most 30 days ahead
    /// @param comment the operator's words, at most 900 characters
    record SnoozeOrder(@Nullable Instant until, @Nullable String comment) {
        SnoozeOrder {
            if (until == null) {
                throw new InvalidInputException("until", "must say until when, for example 2027-01-31T12:00:00Z");
            }
        }
    }

    @GetMapping(params = "!view")
    @Operation(summary = "Lists weak points, most severe first", description = """
            Without `state`, those that are open or acknowledged. `state`: open, acknowledged, resolved, all;
            `severity`: medium, high, critical; `subject`: kind:id; `kind` of the subject; `code`; `squad`: that the subject belongs to, or is;
            `text` in the summary, subject or code, not of resolved ones; `suppressed` and `flapping`: true or false.
            `view=groups` shows each cause once, with those that it is the cause of.""")
    WeakPointsAnswer list(@RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String severity,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String squad,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(required = false) @Nullable String suppressed,
            @RequestParam(required = false) @Nullable String flapping, PageQuery page) {
        Page<WeakPoint> found = weakPoints.find(
                WeakPointQuery.of(state, severity, subject, kind, code, squad, text, suppressed, flapping),
                page);
        Map<UUID, List<UUID>> taskIds = tasks.idsOf(found.items().stream().map(WeakPoint::id).toList());
        return new WeakPointsAnswer(true, found.items().stream()
                .map(point -> new WeakPointView(point, taskIds.getOrDefault(point.id(), List.of()))).toList(),
                found.next());
    }

    @GetMapping(params = "view")
    @Operation(summary = "Lists weak points by their causes", description = """
            `view`: groups. The filters and the pages speak of the causes.""")
    GroupsAnswer groups(@RequestParam String view, @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String severity,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String squad,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(required = false) @Nullable String suppressed,
            @RequestParam(required = false) @Nullable String flapping, PageQuery page) {
        if (!view.equals("groups")) {
            throw new InvalidInputException("view", "'%s' is not groups; leave it out for the list".formatted(view));
        }
        Page<WeakPointGroup> found = weakPoints.groups(
                WeakPointQuery.of(state, severity, subject, kind, code, squad, text, suppressed, flapping),
                page);
        Map<UUID, List<UUID>> taskIds = tasks.idsOf(found.items().stream().map(group -> group.root().id()).toList());
        return new GroupsAnswer(true, found.items().stream()
                .map(group -> GroupView.of(group, taskIds.getOrDefault(group.root().id(), List.of()))).toList(),
                found.next());
    }

    @GetMapping("/{id}")
    @Operation(summary = "Shows one weak point with its history")
    WeakPointAnswer get(@PathVariable String id) {
        return answer(weakPoints.get(Ids.parse("weak point", id)));
    }

    @PostMapping("/{id}/acknowledge")
    @Operation(summary = "Notes that an operator has seen a weak point")
    WeakPointAnswer acknowledge(@PathVariable String id,
            @RequestBody(required = false) @Nullable Acknowledgement body) {
        return answer(weakPoints.acknowledge(Ids.parse("weak point", id), body == null ? null : body.comment(),
                actor.get()));
    }

    @PostMapping("/{id}/comments")
    @Operation(summary = "Adds a comment to the history of a weak point")
    WeakPointAnswer comment(@PathVariable String id, @RequestBody Remark body) {
        return answer(weakPoints.comment(Ids.parse("weak point", id), body.comment(), actor.get()));
    }

    @PostMapping("/{id}/snooze")
    @Operation(summary = "Puts a weak point off until a time", description = """
            It is observed, but no repair of it is proposed until then, unless it becomes worse before. At most 30 days.""")
    WeakPointAnswer snooze(@PathVariable String id, @RequestBody SnoozeOrder body) {
        return answer(weakPoints.snooze(Ids.parse("weak point", id), Objects.requireNonNull(body.until()),
                body.comment(), actor.get()));
    }

    @DeleteMapping("/{id}/snooze")
    @Operation(summary = "Ends a snooze now", description = "The subject is looked at again at once.")
    WeakPointAnswer wake(@PathVariable String id) {
        return answer(weakPoints.wake(Ids.parse("weak point", id), actor.get()));
    }

    private WeakPointAnswer answer(WeakPoint point) {
        List<UUID> taskIds = tasks.idsOf(List.of(point.id())).getOrDefault(point.id(), List.of());
        return new WeakPointAnswer(true, new WeakPointView(point, taskIds), weakPoints.history(point.id()));
    }
}
