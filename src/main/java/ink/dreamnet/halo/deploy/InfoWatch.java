package ink.dreamnet.halo.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.annotation.PreDestroy;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.http.BoundedGet;
import ink.dreamnet.halo.http.FetchFailedException;
import ink.dreamnet.halo.http.Polling;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks the configured services which version they are, on one replica, and records a deploy where that has changed. A service
/// that does not answer is unknown: neither that nor its return is a deploy, and it keeps no other waiting.
@Component
class InfoWatch {

    private static final Logger LOG = LoggerFactory.getLogger(InfoWatch.class);
    private static final int MAX_NAME = 100;
    private static final Duration IDLE = Duration.ofHours(1);

    private final List<InfoTarget> targets;
    private final BoundedGet http;
    private final SightingStore store;
    private final Deploys deploys;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Polling polling;

    InfoWatch(DeployProperties properties, BoundedGet http, SightingStore store, Deploys deploys,
            TransactionTemplate transaction, JsonMapper json, MeterRegistry meters, Clock clock) {
        this.targets = properties.info();
        this.http = http;
        this.store = store;
        this.deploys = deploys;
        this.transaction = transaction;
        this.json = json;
        this.meters = meters;
        this.clock = clock;
        this.polling = new Polling("deploy-info", clock);
    }

    /// Begins to ask all targets whose time has come.
    void round() {
        store.keepOnly(targets.stream().map(InfoTarget::id).toList());
        polling.round(targets.stream().map(Question::new).toList());
    }

    /// Waits until no target is being asked.
    void settle() {
        polling.settle();
    }

    @PreDestroy
    void close() throws InterruptedException {
        polling.close();
    }

    /// One target, as it is asked again and again.
    private final class Question implements Polling.Target {

        private final InfoTarget target;

        Question(InfoTarget target) {
            this.target = target;
        }

        @Override
        public String id() {
            return target.id();
        }

        @Override
        public Duration interval() {
            return target.interval();
        }

        @Override
        public Optional<Instant> claimedAt() {
            return store.find(target.id()).map(SightingStore.Sighting::triedAt);
        }

        @Override
        public void ask(Instant claim) throws InterruptedException {
            store.claim(target.id(), target.name(), claim);
            look(target, claim);
        }
    }

    private void look(InfoTarget target, Instant claim) throws InterruptedException {
        boolean good = false;
        try {
            SeenVersion version = http.get(new BoundedGet.Ask(target.name(), target.address(), "application/json",
                    target.headers(), target.timeout(), target.maxBody().toBytes()), (type, body) -> read(body));
            transaction.executeWithoutResult(tx -> take(target, version, claim, clock.instant()));
            good = true;
        } catch (FetchFailedException failed) {
            store.failed(target.id(), claim, clock.instant(), String.valueOf(failed.getMessage()));
            LOG.debug("The version of '{}' cannot be read", target.name(), failed);
        } catch (RuntimeException failed) {
            LOG.error("The version of '{}' could not be stored", target.name(), failed);
        }
        meters.counter("halo.deploy.looks", "service", target.name(), "outcome", good ? "good" : "failed").increment();
    }

    /// The new state and the deploy are one transaction, so that no deploy is missed or recorded twice. An answer that came so
    /// late that another replica has asked anew is dropped.
    private void take(InfoTarget target, SeenVersion version, Instant claim, Instant now) {
        if (!store.lock(target.id(), claim)) {
            LOG.debug("An answer of '{}' came too late", target.name());
            return;
        }
        Versions before = store.find(target.id()).map(SightingStore.Sighting::versions).orElse(null);
        if (before == null) {
            store.good(target.id(), now, Versions.first(version, now));
            return;
        }
        Versions.Step step = before.see(version, now);
        store.good(target.id(), now, step.versions());
        if (step.before() != null) {
            deploys.record(new DeployReport(target.name(), version.name(step.before()), target.environment(), now,
                    Set.of(), version.commit(), null, DeploySource.INFO, null), Actor.HALO);
        }
    }

    private SeenVersion read(InputStream body) throws IOException {
        JsonNode info;
        try {
            info = json.readTree(body);
        } catch (JacksonException malformed) {
            if (malformed.getCause() instanceof IOException unreadable) {
                throw unreadable;
            }
            throw new BoundedGet.RefusedException("its answer is no JSON", malformed);
        }
        String version = text(info.at("/build/version"));
        JsonNode id = info.at("/git/commit/id");
        String commit = id.isObject() ? first(text(id.path("full")), text(id.path("abbrev"))) : text(id);
        if (version == null && commit == null) {
            throw new BoundedGet.RefusedException("its answer has neither build.version nor git.commit.id");
        }
        return new SeenVersion(version, commit);
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one != null ? one : other;
    }

    private static @Nullable String text(JsonNode node) {
        String text = node.isString() ? node.stringValue().strip() : "";
        boolean usable = !text.isEmpty() && text.length() <= MAX_NAME
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
        return usable ? text : null;
    }

    /// The schedule.
    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> deployInfoTask(DeployProperties properties, ObjectProvider<InfoWatch> watch) {
            Duration often = properties.info().stream().map(InfoTarget::interval).min(Duration::compareTo).orElse(IDLE);
            return Tasks.recurring("halo-deploy-info", FixedDelay.of(often))
                    .execute((instance, context) -> watch.getObject().round());
        }
    }
}
