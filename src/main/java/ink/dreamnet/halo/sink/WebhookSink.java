package ink.dreamnet.halo.sink;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import ink.dreamnet.halo.event.EventFormat;
import ink.dreamnet.halo.event.EventType;
import ink.dreamnet.halo.event.SequencedEvent;
import ink.dreamnet.halo.http.Destination;
import ink.dreamnet.halo.http.ExpectedAnswer;
import ink.dreamnet.halo.http.HttpCalls;
import ink.dreamnet.halo.http.SendResult;
import ink.dreamnet.halo.http.StandardWebhook;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Posts one event at a time, as a CloudEvent (HTTP binding, structured mode) or in DreamNet's form, signed by the Standard
/// Webhooks scheme where there are secrets.
final class WebhookSink implements Sink {

    private static final ExpectedAnswer EMITTED = new ExpectedAnswer(ExpectedAnswer.Form.OK,
            ExpectedAnswer.Refusals.FINAL_OF_CONTENT, List.of("/event/id"));

    private final SinkHttp http;
    private final EventFormat format;
    private final Destination target;
    private final SinkSettings settings;
    private final SecondHalo secondHalo;
    private final Clock clock;

    WebhookSink(SinkSettings settings, EventFormat format, HttpCalls http, SecondHalo secondHalo, Clock clock) {
        this.settings = settings;
        this.format = format;
        this.target = new Destination(Objects.requireNonNull(settings.url()), settings.secrets());
        this.http = new SinkHttp(settings, http);
        this.secondHalo = secondHalo;
        this.clock = clock;
    }

    @Override
    public String target() {
        return target.toString();
    }

    /// @return whether the engine that HALO replaces would act on an event without approval
    private boolean dangerous(SequencedEvent event) {
        return dreamnet() && EventType.WEAKPOINT_CRITICAL.isOf(event.event()) && secondHalo.asked()
                && !secondHalo.allowed();
    }

    @Override
    public Optional<String> withheld(SequencedEvent event) {
        return dangerous(event)
                ? secondHalo.state().filter(state -> state.known() == SecondHaloState.Outcome.PRESENT).map(
                        state -> "not sent: another HALO answers at %s, and would act on it without approval; switch that one off, or set halo.wormhole.dreamnet.allow-second-halo"
                                .formatted(state.base()))
                : Optional.empty();
    }

    @Override
    public SendResult send(List<SequencedEvent> events) throws InterruptedException {
        SequencedEvent event = events.getFirst();
        // HALO's own id: what others call their events may be the same of two sources, or no value of a header
        String id = event.event().id().toString();
        if (dangerous(event) && secondHalo.state().map(SecondHaloState::known).isEmpty()) {
            return new SendResult.Failed(null,
                    "not sent yet: it is not known whether another HALO would act on it without approval", null);
        }
        boolean dreamnet = dreamnet();
        byte[] body = dreamnet ? format.dreamnet(event) : format.cloudEvent(event);
        Map<String, String> headers = StandardWebhook.headers(target.secrets(), id, clock.instant(), body);
        headers.put("Content-Type", dreamnet ? "application/json" : "application/cloudevents+json; charset=utf-8");
        return http.post(target.url(), headers, body,
                dreamnet ? EMITTED : SinkHttp.ACKNOWLEDGEMENT);
    }

    private boolean dreamnet() {
        return settings.format().equals("dreamnet");
    }

    /// The type.
    @Configuration(proxyBeanMethods = false)
    static class Type {

        @Bean
        SinkType webhookSinkType(EventFormat format, HttpCalls http, SecondHalo secondHalo, Clock clock) {
            return new SinkType("webhook", settings -> new WebhookSink(settings, format, http, secondHalo, clock));
        }
    }
}
