package ink.dreamnet.halo.sink;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import ink.dreamnet.halo.event.EventFormat;
import ink.dreamnet.halo.event.SequencedEvent;
import ink.dreamnet.halo.http.Destination;
import ink.dreamnet.halo.http.ExpectedAnswer;
import ink.dreamnet.halo.http.HttpCalls;
import ink.dreamnet.halo.http.SendResult;
import ink.dreamnet.halo.http.StandardWebhook;
import org.springframework.stereotype.Component;

/// Posts one event at a time, as a CloudEvent (HTTP binding, structured mode) or in DreamNet's form, signed by the Standard
/// Webhooks scheme where there are secrets.
final class WebhookSink implements Sink {

    private final SinkHttp http;
    private final EventFormat format;
    private final Destination target;
    private final SinkSettings settings;
    private final Clock clock;

    WebhookSink(SinkSettings settings, EventFormat format, HttpCalls http, Clock clock) {
        this.settings = settings;
        this.format = format;
        this.target = new Destination(Objects.requireNonNull(settings.url()), settings.secrets());
        this.http = new SinkHttp(settings, http);
        this.clock = clock;
    }

    @Override
    public String target() {
        return target.toString();
    }

    @Override
    public SendResult send(List<SequencedEvent> events) throws InterruptedException {
        SequencedEvent event = events.getFirst();
        // HALO's own id: what others call their events may be the same of two sources, or no value of a header
        String id = event.event().id().toString();
        boolean dreamnet = settings.format().equals("dreamnet");
        byte[] body = dreamnet ? format.dreamnet(event) : format.cloudEvent(event);
        Map<String, String> headers = StandardWebhook.headers(target.secrets(), id, clock.instant(), body);
        headers.put("Content-Type", dreamnet ? "application/json" : "application/cloudevents+json; charset=utf-8");
        return http.post(target.url(), headers, body,
                dreamnet ? ExpectedAnswer.Form.OK : ExpectedAnswer.Form.ANY);
    }

    /// The type.
    @Component
    static class Type implements SinkType {

        private final EventFormat format;
        private final HttpCalls http;
        private final Clock clock;

        Type(EventFormat format, HttpCalls http, Clock clock) {
            this.format = format;
            this.http = http;
            this.clock = clock;
        }

        @Override
        public String name() {
            return "webhook";
        }

        @Override
        public Sink open(SinkSettings settings) {
            return new WebhookSink(settings, format, http, clock);
        }
    }
}
