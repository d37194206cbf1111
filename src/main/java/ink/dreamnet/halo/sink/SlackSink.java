package ink.dreamnet.halo.sink;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.masking.MaskedText;
import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventType;
import ink.dreamnet.halo.event.SequencedEvent;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.http.Destination;
import ink.dreamnet.halo.http.HttpCalls;
import ink.dreamnet.halo.http.SendResult;
import ink.dreamnet.halo.slack.ApprovalMessages;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/// Posts sentences to an incoming webhook of Slack, Mattermost, Rocket.Chat or whatever else takes `{"text": …}`. Events that
/// wait together become one message. A task that asks for an approval has a message of its own, with buttons, where decisions are
/// taken from Slack.
final class SlackSink implements Sink {

    private static final int BATCH = 5000;
    private static final int SHOWN = 20;
    private static final String PENDING = "pending-approval";

    private final SinkHttp http;
    private final JsonMapper json;
    private final Destination target;
    private final ApprovalMessages approvals;

    SlackSink(SinkSettings settings, JsonMapper json, HttpCalls http, ApprovalMessages approvals) {
        this.json = json;
        this.approvals = approvals;
        this.http = new SinkHttp(settings, http);
        this.target = new Destination(Objects.requireNonNull(settings.url()), List.of());
    }

    /// The path of an incoming webhook is its secret.
    @Override
    public String target() {
        return target.url().getScheme() + "://" + target.url().getHost() + "/…";
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public int together(List<SequencedEvent> events) {
        for (int i = 0; i < events.size(); i++) {
            if (asks(events.get(i).event())) {
                return Math.max(1, i);
            }
        }
        return events.size();
    }

    private boolean asks(WormholeEvent event) {
        return approvals.enabled() && event.direction() == Direction.OUT && EventType.TASK_PROPOSED.isOf(event)
                && PENDING.equals(event.data().text("status"));
    }

    @Override
    public SendResult send(List<SequencedEvent> events) throws InterruptedException {
        WormholeEvent first = events.getFirst().event();
        Map<String, Object> message = asks(first)
                ? approvals.of(UUID.fromString(String.valueOf(first.data().text("taskId"))))
                        .orElseGet(() -> Map.of("text", text(events)))
                : Map.of("text", text(events));
        return http.post(target.url(), json.writeValueAsBytes(message));
    }

    static String text(List<SequencedEvent> events) {
        String lines = events.stream().limit(SHOWN).map(SequencedEvent::event).map(event -> "*%s* %s".formatted(
                event.severity().wire(), escaped(MaskedText.in(EventSummary.of(event)))))
                .collect(Collectors.joining("\n"));
        return events.size() <= SHOWN
                ? lines
                : "%s\n… and %d more; GET /api/halo/events has them all".formatted(lines, events.size() - SHOWN);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /// The type.
    @Configuration(proxyBeanMethods = false)
    static class Type {

        @Bean
        SinkType slackSinkType(JsonMapper json, HttpCalls http, ApprovalMessages approvals) {
            return new SinkType("slack", settings -> new SlackSink(settings, json, http, approvals));
        }
    }
}
