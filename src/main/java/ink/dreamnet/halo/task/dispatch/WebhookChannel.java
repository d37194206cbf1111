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
import ink.dreamnet.halo.http.StandardWebhook;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Posts a task to any URL, signed by the Standard Webhooks scheme. `webhook-id` and `Idempotency-Key` are the same for
/// every send of one task.
@Component
class WebhookChannel implements DispatchChannel {

    private static final ExpectedAnswer TAKEN = new ExpectedAnswer(Form.ACKNOWLEDGEMENT, Refusals.FINAL,
            List.of());

    private final HttpCalls http;
    private final DispatchProperties properties;
    private final JsonMapper json;

    WebhookChannel(HttpCalls http, DispatchProperties properties, JsonMapper json) {
        this.http = http;
        this.properties = properties;
        this.json = json;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public DeliveryResult send(Delivery delivery, Destination target) throws InterruptedException {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("haloTaskId", delivery.taskId());
        data.put("idempotencyKey", delivery.idempotencyKey());
        data.put("taskType", delivery.type());
        data.put("payload", delivery.payload());
        data.put("priority", delivery.priority());
        data.put("targetAgents", delivery.targetAgents());
        data.put("subject", delivery.subject());
        if (delivery.squadId() != null) {
            data.put("squadId", delivery.squadId());
        }
        byte[] body = json.writeValueAsBytes(
                Map.of("type", "halo.task.dispatched", "timestamp", delivery.at(), "data", data));
        Map<String, String> headers = StandardWebhook.headers(target.secrets(), delivery.idempotencyKey(),
                delivery.at(), body);
        headers.putAll(delivery.headers());
        return DeliveryResult.of(
                http.post(new HttpCall(target.url(), headers, body, properties.delivery().limits()), TAKEN),
                answer -> TargetIds.first(answer, "/id", "/taskId"));
    }
}
