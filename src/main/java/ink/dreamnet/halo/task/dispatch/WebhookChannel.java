package ink.dreamnet.halo.task.dispatch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.task.channel.Answers;
import ink.dreamnet.halo.task.channel.HttpSender;
import ink.dreamnet.halo.task.channel.SendResult;
import ink.dreamnet.halo.task.channel.Target;
import ink.dreamnet.halo.task.channel.WebhookSignature;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Posts a task to any URL, signed by the Standard Webhooks scheme. `webhook-id` and `Idempotency-Key` are the same for
/// every send of one task.
@Component
class WebhookChannel implements DispatchChannel {

    private static final int MAX_ID = 200;

    private final HttpSender http;
    private final JsonMapper json;

    WebhookChannel(HttpSender http, JsonMapper json) {
        this.http = http;
        this.json = json;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public SendResult send(Delivery delivery, Target target) throws InterruptedException {
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
        long seconds = delivery.at().getEpochSecond();
        Map<String, String> headers = Map.of("webhook-id", delivery.idempotencyKey(), "webhook-timestamp",
                Long.toString(seconds), "webhook-signature",
                WebhookSignature.sign(target.secrets(), delivery.idempotencyKey(), seconds, body), "Idempotency-Key",
                delivery.idempotencyKey(), "Halo-Run", Integer.toString(delivery.run()));
        return http.post(target.url(), headers, body,
                answer -> new SendResult.Accepted(answer.status(), Answers.id(json, answer.body(), MAX_ID,
                        List.of(List.of("id"), List.of("taskId")))));
    }
}
