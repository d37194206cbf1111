package ink.dreamnet.halo.sink;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import ink.dreamnet.halo.event.SequencedEvent;
import ink.dreamnet.halo.http.Destination;
import ink.dreamnet.halo.http.HttpCalls;
import ink.dreamnet.halo.http.SendResult;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/// Posts sentences to an incoming webhook of Slack, Mattermost, Rocket.Chat or whatever else takes `{"text": …}`. Events that
/// wait together become one message.
final class SlackSink implements Sink {

    private static final int BATCH = 5000;
    private static final int SHOWN = 20;

    private final SinkHttp http;
    private final JsonMapper json;
    private final Destination target;

    SlackSink(SinkSettings settings, JsonMapper json, HttpCalls http) {
        this.json = json;
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
    public SendResult send(List<SequencedEvent> events) throws InterruptedException {
        return http.post(target.url(), json.writeValueAsBytes(Map.of("text", text(events))));
    }

    static String text(List<SequencedEvent> events) {
        String lines = events.stream().limit(SHOWN).map(SequencedEvent::event).map(event -> "*%s* %s".formatted(
                event.severity().wire(), escaped(EventSummary.of(event)))).collect(Collectors.joining("\n"));
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
        SinkType slackSinkType(JsonMapper json, HttpCalls http) {
            return new SinkType("slack", settings -> new SlackSink(settings, json, http));
        }
    }
}
