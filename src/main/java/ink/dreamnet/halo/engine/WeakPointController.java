package ink.dreamnet.halo.engine;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointEvent;
import ink.dreamnet.halo.weakpoint.WeakPointQuery;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
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

    private static final int MAX_COMMENT = 1000;

    private final WeakPoints weakPoints;
    private final Tasks tasks;
    private final CurrentActor actor;

    WeakPointController(WeakPoints weakPoints, Tasks tasks, CurrentActor actor) {
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

    /// @param comment the operator's words, at most 1,000 characters
    record Acknowledgement(@Nullable String comment) {
        Acknowledgement {
            Texts.check("comment", comment, MAX_COMMENT);
        }
    }

    @GetMapping
    @Operation(summary = "Lists weak points, most severe first", description = """
            Without `state`, those that are open or acknowledged. `state`: open, acknowledged, resolved, all;
            `severity`: medium, high, critical; `subject`: kind:id.""")
    WeakPointsAnswer list(@RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String severity,
            @RequestParam(required = false) @Nullable String subject, PageQuery page) {
        Page<WeakPoint> found = weakPoints.find(WeakPointQuery.of(state, severity, subject), page);
        Map<UUID, List<UUID>> taskIds = tasks.idsByWeakPoint(found.items().stream().map(WeakPoint::id).toList());
        return new WeakPointsAnswer(true, found.items().stream()
                .map(point -> new WeakPointView(point, taskIds.getOrDefault(point.id(), List.of()))).toList(),
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

    private WeakPointAnswer answer(WeakPoint point) {
        List<UUID> taskIds = tasks.idsByWeakPoint(List.of(point.id())).getOrDefault(point.id(), List.of());
        return new WeakPointAnswer(true, new WeakPointView(point, taskIds), weakPoints.history(point.id()));
    }
}
