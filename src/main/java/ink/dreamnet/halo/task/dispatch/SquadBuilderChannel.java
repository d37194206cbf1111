package ink.dreamnet.halo.task.dispatch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.task.channel.Answers;
import ink.dreamnet.halo.task.channel.HttpSender;
import ink.dreamnet.halo.task.channel.SendResult;
import ink.dreamnet.halo.task.channel.Target;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Posts a task to DreamNet's Squad Builder in its own form (`POST /api/squad/tasks`).
@Component
class SquadBuilderChannel implements DispatchChannel {

    private static final int MAX_ID = 200;
    /// What may name the task in an answer, the best first.
    private static final List<List<String>> IDS = List.of(List.of("task", "id"), List.of("taskId"), List.of("squadId"));

    private final HttpSender http;
    private final JsonMapper json;

    SquadBuilderChannel(HttpSender http, JsonMapper json) {
        this.http = http;
        this.json = json;
    }

    @Override
    public String name() {
        return "squad-builder";
    }

    @Override
    public SendResult send(Delivery delivery, Target target) throws InterruptedException {
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("type", delivery.type());
        task.put("payload", delivery.payload());
        task.put("priority", delivery.priority());
        task.put("targetAgents", delivery.targetAgents());
        // its word for what may be dispatched
        task.put("status", "pending");
        task.put("haloTaskId", delivery.taskId());
        byte[] body = json.writeValueAsBytes(Map.of("task", task));
        return http.post(target.url(), Map.of("Idempotency-Key", delivery.idempotencyKey(), "Halo-Run",
                Integer.toString(delivery.run())), body,
                answer -> Answers.refused(json, answer.body())
                        .<SendResult>map(error -> new SendResult.Refused(answer.status(), error))
                        .orElseGet(() -> new SendResult.Accepted(answer.status(),
                                Answers.id(json, answer.body(), MAX_ID, IDS))));
    }
}
