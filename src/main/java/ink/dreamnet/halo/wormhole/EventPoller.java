package ink.dreamnet.halo.wormhole;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.http.CallFailedException;
import ink.dreamnet.halo.http.ExpectedAnswer;
import ink.dreamnet.halo.http.HttpCall;
import ink.dreamnet.halo.http.HttpCalls;
import ink.dreamnet.halo.http.TargetPoller;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// Polls DreamNet's Event Wormholes, which does not push, and accepts what is new as if it were posted. The events and up to where
/// they were taken are committed together, so that none is taken twice or left out.
@Component
class EventPoller extends TargetPoller<EventBus, RecentEvents> {

    private static final Logger LOG = LoggerFactory.getLogger(EventPoller.class);
    private static final long MAX_BODY = 8L * 1024 * 1024;

    private final HttpCalls http;
    private final PollStatusStore store;
    private final EventIntake intake;
    private final EventReader reader;
    private final MeterRegistry meters;

    EventPoller(PollProperties properties, HttpCalls http, PollStatusStore store, EventIntake intake,
            EventReader reader, TransactionTemplate transaction, MeterRegistry meters, Clock clock) {
        super("event-poll", properties.buses(), store, transaction, clock);
        this.http = http;
        this.store = store;
        this.intake = intake;
        this.reader = reader;
        this.meters = meters;
    }

    @Override
    protected RecentEvents ask(EventBus bus) throws CallFailedException, InterruptedException {
        String overload = intake.overload();
        if (overload != null) {
            throw new CallFailedException("it is not asked: " + overload, true);
        }
        return http.get(HttpCall.get(bus.url(), "application/json", Map.of(),
                new HttpCall.Limits(bus.poll().timeout(), bus.poll().timeout(), MAX_BODY)),
                ExpectedAnswer.Form.JSON, reader::recent);
    }

    @Override
    protected void count(EventBus bus, String outcome) {
        meters.counter("halo.events.polls", "outcome", outcome).increment();
    }

    @Override
    protected void take(EventBus bus, RecentEvents recent, Instant now) {
        PollStatus before = store.status(bus).orElse(null);
        List<JsonNode> events = recent.oldestFirst(now);
        intake.acceptWithin(read(bus, events.stream()
                .filter(event -> before == null ? isRecent(bus, event, now) : !before.listed(event)).toList()));
        store.good(bus, now, before == null ? PollStatus.first(events) : next(bus, before, events, now));
    }

    /// At the first poll most of what is listed happened long ago, and is to set nothing in motion.
    private static boolean isRecent(EventBus bus, JsonNode event, Instant now) {
        Instant at = DreamNetEventParser.listedTime(event, now);
        return at != null && !at.isBefore(now.minus(bus.poll().firstWindow()));
    }

    private List<WormholeEvent> read(EventBus bus, List<JsonNode> fresh) {
        List<WormholeEvent> events = new ArrayList<>(fresh.size());
        List<String> refused = new ArrayList<>();
        for (JsonNode event : fresh) {
            try {
                events.add(reader.listed(event));
            } catch (InvalidInputException wrong) {
                refused.add(String.valueOf(wrong.getMessage()));
            }
        }
        if (!refused.isEmpty()) {
            LOG.warn("{} of the events that {} lists cannot be accepted: {}", refused.size(), bus.name(),
                    refused.getFirst());
        }
        return events;
    }

    private PollStatus next(EventBus bus, PollStatus before, List<JsonNode> events, Instant now) {
        // its file is empty for a moment now and then; that must not make all of the next list new
        if (events.isEmpty()) {
            return before;
        }
        if (events.stream().anyMatch(before::listed)) {
            return before.next(events);
        }
        if (events.size() >= bus.poll().limit()) {
            Instant oldest = DreamNetEventParser.listedTime(events.getFirst(), now);
            String missed = "More than %d events came within %d s; those before %s are missing".formatted(
                    events.size() - 1, Duration.between(store.goodAt(bus), now).toSeconds(),
                    oldest == null ? "the oldest of the list" : oldest);
            LOG.warn("{} ({})", missed, bus.name());
            meters.counter("halo.events.polls.missed").increment();
            return before.next(events).missing(missed, now);
        }
        if (!before.listed().isEmpty()) {
            LOG.warn(
                    "{} lists none of the events that it listed before: it was emptied, and what came just before that is missing",
                    bus.name());
        }
        return before.next(events);
    }

    /// The schedule.
    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> eventPollTask(PollProperties properties, ObjectProvider<EventPoller> poller) {
            return Tasks.recurring("halo-event-poll", FixedDelay.of(often(properties.buses())))
                    .execute((instance, context) -> poller.getObject().round());
        }
    }
}
