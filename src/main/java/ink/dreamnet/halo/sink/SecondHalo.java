package ink.dreamnet.halo.sink;

import java.net.ConnectException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import ink.dreamnet.halo.core.masking.MaskedText;
import ink.dreamnet.halo.event.Installation;
import ink.dreamnet.halo.http.CallFailedException;
import ink.dreamnet.halo.http.HttpCall;
import ink.dreamnet.halo.http.HttpCalls;
import ink.dreamnet.halo.http.ReceivedAnswer;
import ink.dreamnet.halo.sink.SecondHaloState.Outcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Finds out whether another HALO runs where DreamNet is: the engine of DreamNet that HALO replaces runs whole cycles, and without
/// any approval sends out repairs, on each `halo.weakpoint.critical` that it gets. So HALO asks `GET /api/halo/status` there, at the
/// start and every hour.
@Component
public class SecondHalo {

    private static final Logger LOG = LoggerFactory.getLogger(SecondHalo.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final HttpCall.Limits LIMITS = new HttpCall.Limits(Duration.ofSeconds(2), Duration.ofSeconds(10),
            1024L * 1024);
    /// What a server answers to a path that it does not have.
    private static final Set<Integer> NO_SUCH_PATH = Set.of(404, 405, 410, 501);

    private final SinkProperties.DreamNet properties;
    private final HttpCalls http;
    private final Installation installation;
    private final SecondHaloStore store;
    private final Clock clock;

    SecondHalo(SinkProperties properties, HttpCalls http, Installation installation, SecondHaloStore store,
            Clock clock) {
        this.properties = properties.dreamnet();
        this.http = http;
        this.installation = installation;
        this.store = store;
        this.clock = clock;
    }

    /// @param detail what was answered, masked and short
    private record Found(Outcome outcome, @Nullable String detail) {

        private Found {
            detail = MaskedText.of(detail);
        }
    }

    /// @return whether it is known where DreamNet is, so that it is asked
    public boolean asked() {
        return !properties.base().isEmpty();
    }

    /// @return what the last check of any replica found; empty where there was none yet
    public Optional<SecondHaloState> state() {
        return store.find(properties.base());
    }

    /// @return whether an operator has allowed to send everything all the same
    public boolean allowed() {
        return properties.allowSecondHalo();
    }

    /// Asks, and notes the answer.
    void check() {
        if (!asked()) {
            return;
        }
        try {
            Found found = find();
            if (found.outcome() == Outcome.PRESENT) {
                LOG.warn("Another HALO answers at {}: {}", properties.base(), found.detail());
            }
            store.write(properties.base(), found.outcome(), found.detail(), clock.instant());
        } catch (DuplicateKeyException another) {
            LOG.debug("Another replica found it out at the same moment", another);
        } catch (InterruptedException shutdown) {
            Thread.currentThread().interrupt();
        }
    }

    private Found find() throws InterruptedException {
        try {
            return found(http.ask(HttpCall.get(URI.create(properties.base() + "/api/halo/status"), "application/json",
                    Map.of(), LIMITS)));
        } catch (CallFailedException failed) {
            return new Found(refused(failed) ? Outcome.REFUSED : Outcome.UNKNOWN, failed.reason());
        }
    }

    /// What asks for a password, sends elsewhere or is overloaded may have a HALO behind it.
    private Found found(ReceivedAnswer answer) {
        if (!answer.successful()) {
            return new Found(NO_SUCH_PATH.contains(answer.status()) ? Outcome.NONE : Outcome.UNKNOWN,
                    answer.described());
        }
        JsonNode status = answer.json().path("status");
        if (!answer.ok() || !status.path("isRunning").isBoolean()) {
            return new Found(Outcome.NONE, answer.described());
        }
        String other = answer.json().path("installation").asString("");
        return other.equals(installation.source())
                ? new Found(Outcome.NONE, "it is this HALO itself")
                : new Found(Outcome.PRESENT, "installation %s, last run at %s".formatted(
                        other.isEmpty() ? "unnamed" : other, status.path("lastRunAt").asString("unknown")));
    }

    private static boolean refused(CallFailedException failed) {
        return Stream.iterate(failed.getCause(), Objects::nonNull, Throwable::getCause)
                .anyMatch(ConnectException.class::isInstance);
    }

    /// Asks as soon as this HALO answers itself: it may be what is asked.
    @EventListener(ApplicationReadyEvent.class)
    void started() {
        if (asked()) {
            Thread.ofVirtual().name("halo-second-halo").start(this::check);
        }
    }

    /// The schedule.
    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> secondHaloTask(ObjectProvider<SecondHalo> secondHalo) {
            return Tasks.recurring("halo-second-halo", FixedDelay.of(EVERY))
                    .execute((instance, context) -> secondHalo.getObject().check());
        }
    }
}
