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

    /// A weak point and the tasks that were proposed for it.
    ///
    /// @param weakPoint the weak point; its members stand at this level
    /// @param taskIds the tasks that were proposed for it, oldest first
    record WeakPointWithTasks(@JsonUnwrapped WeakPoint weakPoint, List<UUID> taskIds) {
    }

    record WeakPointsAnswer(boolean ok, List<WeakPointWithTasks> weakPoints, @Nullable String next) {
    }

    record WeakPointAnswer(boolean ok, WeakPointWithTasks weakPoint, List<WeakPointEvent> history) {
    }

    /// A cause, and how many weak points it is the cause of.
    ///
    /// @param root the cause, with its tasks
    /// @param severity the worst among all of the group
    /// @param count how many they are, the cause included
    /// @param suppressed how many of them are suppressed
    /// @param kinds how many of them are about subjects of each kind
    /// @param members the first of those that it is the cause of, at most 20
    record GroupView(WeakPointWithTasks root, Severity severity, long count, long suppressed, Map<String, Long> kinds,
            List<WeakPointGroup.Member> members) {
        static GroupView of(WeakPointGroup group, List<UUID> taskIds) {
            return new GroupView(new WeakPointWithTasks(group.root(), taskIds), group.severity(), group.count(),
                    group.suppressed(), group.kinds(), group.members());
        }
    }

    record GroupsAnswer(boolean ok, List<GroupView> groups, @Nullable String next) {
    }

    /// @param comment the operator's words, at most 1,000 characters
    record Acknowledgement(@Nullable String comment) {
    }

    /// @param comment the operator's words, 1 to 1,000 characters; required
    record Remark(@Nullable String comment) {
    }

    /// @param until until when nothing is to be proposed, at most 30 days ahead; required
    /// @param comment the operator's words, at most 900 characters
    record SnoozeOrder(@Nullable Instant until, @Nullable String comment) {
        SnoozeOrder {
            if (until == null) {
                throw new InvalidInputException("until", "must say until when, for example 2027-01-31T12:00:00Z");
            }
        }
    }

    /// @param state only weak points in this state: open, acknowledged, resolved, all; by default those that are open or acknowledged
    /// @param severity only weak points of this severity: medium, high, critical
    /// @param subject only weak points of this subject, as `kind:id`
    /// @param kind only weak points of subjects of this kind
    /// @param code only this kind of weak point
    /// @param squad only weak points of what belongs to this squad, and its own
    /// @param text only those with this text in the summary, subject or code, not those that are resolved
    /// @param suppressed only those that are suppressed (`true`), or are not (`false`)
    /// @param flapping only those that are flapping (`true`), or are not (`false`)
    @GetMapping(params = "!view")
    @Operation(summary = "Lists weak points, most severe first", description = """
            With `view=groups` each cause is shown once, with those that it is the cause of; filters and pages are of the causes.""")
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
                .map(point -> new WeakPointWithTasks(point, taskIds.getOrDefault(point.id(), List.of()))).toList(),
                found.next());
    }

    /// @param view `groups` for each cause once, with those that it is the cause of
    @GetMapping(params = "view")
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
    WeakPointAnswer commentOnWeakPoint(@PathVariable String id, @RequestBody Remark body) {
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
    WeakPointAnswer endSnooze(@PathVariable String id) {
        return answer(weakPoints.wake(Ids.parse("weak point", id), actor.get()));
    }

    private WeakPointAnswer answer(WeakPoint point) {
        List<UUID> taskIds = tasks.idsOf(List.of(point.id())).getOrDefault(point.id(), List.of());
        return new WeakPointAnswer(true, new WeakPointWithTasks(point, taskIds), weakPoints.history(point.id()));
    }
}
