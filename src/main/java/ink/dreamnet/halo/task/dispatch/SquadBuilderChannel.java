package ink.dreamnet.halo.task.dispatch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.http.Destination;
import ink.dreamnet.halo.http.ExpectedAnswer;
import ink.dreamnet.halo.http.ExpectedAnswer.Form;
import ink.dreamnet.halo.http.ExpectedAnswer.Refusals;
import ink.dreamnet.halo.http.HttpCall;
import ink.dreamnet.halo.http.HttpCalls;
import ink.dreamnet.halo.http.SendResult;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Posts a task to DreamNet's Squad Builder in its own form (`POST /api/squad/tasks`).
@Component
class SquadBuilderChannel implements DispatchChannel {

    private static final ExpectedAnswer TAKEN = new ExpectedAnswer(Form.OK, Refusals.FINAL,
            List.of("/task/id", "/taskId", "/squadId"));

    private final HttpCalls http;
    private final DispatchProperties properties;
    private final JsonMapper json;

    SquadBuilderChannel(HttpCalls http, DispatchProperties properties, JsonMapper json) {
        this.http = http;
        this.properties = properties;
        this.json = json;
    }

    @Override
    public String name() {
        return "squad-builder";
    }

    @Override
    public SendResult send(Delivery delivery, Destination target) throws InterruptedException {
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("type", delivery.type());
        task.put("payload", delivery.payload());
        task.put("priority", delivery.priority());
        task.put("targetAgents", delivery.targetAgents());
        // its term for what may be dispatched
        task.put("status", "pending");
        task.put("haloTaskId", delivery.taskId());
        return http.post(new HttpCall(target.url(), delivery.headers(), json.writeValueAsBytes(Map.of("task", task)),
                properties.delivery().limits()), TAKEN);
    }
}
