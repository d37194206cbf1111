package ink.dreamnet.halo.wormhole;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.task.Execution;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.task.dispatch.TaskReport;
import ink.dreamnet.halo.task.dispatch.TaskReports;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reports events of squads as the results of the tasks that HALO sent them. The data says which task: `haloTaskId`,
/// `idempotencyKey` (of the send), `squadTaskId` or `taskId` (the squad's own id). Whether it is the right moment and the right
/// squad is for the tasks to judge, as for a result that is posted; the same result twice changes nothing.
@Component
class TaskResultReporter {

    private static final Actor SQUAD = new Actor("wormhole");
    private static final int MAX_NAME = 200;
    private static final int MAX_MESSAGE = 2000;
    private static final String KEY_PREFIX = Execution.keyOf(new UUID(0, 0)).replace(new UUID(0, 0).toString(), "");

    private final TaskReports results;
    private final Tasks tasks;
    private final JsonMapper json;

    TaskResultReporter(TaskReports results, Tasks tasks, JsonMapper json) {
        this.results = results;
        this.tasks = tasks;
        this.json = json;
    }

    /// Reports the result, in a transaction of its own.
    ActionOutcome report(WormholeEvent event) {
        JsonNode value = event.data().value();
        JsonNode data = value == null ? json.createObjectNode() : value;
        String key = text(data, "idempotencyKey");
        String squadTask = text(data, "squadTaskId");
        String squadsOwn = squadTask == null ? text(data, "taskId") : squadTask;
        String haloTask = text(data, "haloTaskId");
        Optional<Boolean> succeeded = succeeded(event, data);
        if (succeeded.isEmpty()) {
            return ActionOutcome.skipped("its type ends with neither completed, succeeded nor failed");
        }
        String squad = squad(event, data);
        Optional<UUID> task = task(haloTask, key, squadsOwn, squad);
        if (task.isEmpty()) {
            return ActionOutcome.skipped("its data names no task of HALO (haloTaskId, idempotencyKey, squadTaskId)");
        }
        try {
            TaskView named = tasks.get(task.get());
            boolean squads = named.squadId() != null && named.squadId().equals(squad);
            requireOwner(named, squads, key, squadsOwn, squad);
            String by = squads && key == null && id(haloTask).isPresent() ? Execution.keyOf(named.id()) : key;
            TaskView now = results.report(named.id(), new TaskReport(null, by, by == null ? squadsOwn : null,
                    data.path("run").isInt() ? data.path("run").intValue() : null, succeeded.get(),
                    message(data), result(data)), event.sentBy() == null ? SQUAD : new Actor(event.sentBy()),
                    event.receivedAt());
            return ActionOutcome.done("task %s is %s".formatted(now.id(), now.status().wire()));
        } catch (NotFoundException | ConflictException | InvalidInputException refused) {
            return ActionOutcome.skipped(String.valueOf(refused.getMessage()));
        }
    }

    /// Ids of tasks are no secret, so a sender that names a task only by its id must be the squad that the task was given to. What
    /// its target knows of it (the key of the send, or the target's own id) is enough where no other squad is the sender. Squad
    /// Builder's own events name no squad.
    private static void requireOwner(TaskView task, boolean squads, @Nullable String key, @Nullable String squadsOwn,
            @Nullable String squad) {
        Execution execution = task.execution();
        boolean one = task.squadId() == null
                || execution != null && Execution.SQUAD_BUILDER.equals(execution.channel());
        boolean known = key != null || one && squadsOwn != null;
        boolean others = task.squadId() != null && squad != null && !squads;
        if (!squads && (!known || others)) {
            throw new ConflictException("Task %s is %s, and the event is %s".formatted(task.id(),
                    task.squadId() == null ? "no squad's" : "squad " + task.squadId() + "'s",
                    squad == null ? "of no squad (sourceId, data.squadId)" : "squad " + squad + "'s"));
        }
    }

    private static @Nullable String squad(WormholeEvent event, JsonNode data) {
        boolean bySource = "squad".equalsIgnoreCase(event.sourceType()) && event.sourceId() != null;
        return bySource ? event.sourceId() : text(data, "squadId");
    }

    private Optional<UUID> task(@Nullable String haloTask, @Nullable String key, @Nullable String squadTask,
            @Nullable String squad) {
        Optional<UUID> named = id(haloTask).or(() -> key == null || !key.startsWith(KEY_PREFIX)
                ? Optional.empty()
                : id(key.substring(KEY_PREFIX.length())));
        return named.isPresent() || squadTask == null
                ? named
                : tasks.bySquadTaskId(squadTask, squad).map(TaskView::id);
    }

    private static Optional<UUID> id(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(UUID::fromString);
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    private static @Nullable String text(JsonNode data, String member) {
        String text = data.path(member).asString(null);
        return text == null || text.isBlank() || text.length() > MAX_NAME ? null : text;
    }

    /// @return empty where the event is not of the end of a task
    private static Optional<Boolean> succeeded(WormholeEvent event, JsonNode data) {
        String end = event.type().replaceFirst("^.*[._-]", "").toLowerCase(Locale.ROOT);
        return switch (end) {
            case "completed", "succeeded" -> Optional.of(data.path("success").asBoolean(true));
            case "failed" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static @Nullable String message(JsonNode data) {
        String message = Stream.of("message", "error", "result").map(name -> data.path(name).asString(null))
                .filter(Objects::nonNull).findFirst().orElse(null);
        return message == null ? null : Texts.cut(message, MAX_MESSAGE);
    }

    private @Nullable Map<String, Object> result(JsonNode data) {
        JsonNode result = data.has("result") ? data.path("result") : data.path("data");
        if (!result.isObject()) {
            return null;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        result.propertyStream().filter(member -> !member.getValue().isNull())
                .forEach(member -> map.put(member.getKey(), json.convertValue(member.getValue(), Object.class)));
        return map;
    }
}
