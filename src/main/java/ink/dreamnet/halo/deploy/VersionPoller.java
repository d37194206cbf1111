package ink.dreamnet.halo.deploy;

import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Revival;
import ink.dreamnet.halo.http.CallFailedException;
import ink.dreamnet.halo.http.ExpectedAnswer;
import ink.dreamnet.halo.http.HttpCall;
import ink.dreamnet.halo.http.HttpCalls;
import ink.dreamnet.halo.http.TargetPoller;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Polls the configured services for their version, and records a deploy where that has changed. A service that does not
/// answer is unknown: neither that nor its return is a deploy.
@Component
class VersionPoller extends TargetPoller<InfoTarget, ReportedVersion> {

    private static final int MAX_NAME = 100;

    private final HttpCalls http;
    private final VersionHistoryStore store;
    private final Deploys deploys;
    private final JsonMapper json;
    private final MeterRegistry meters;

    VersionPoller(DeployProperties properties, HttpCalls http, VersionHistoryStore store, Deploys deploys,
            TransactionTemplate transaction, JsonMapper json, MeterRegistry meters, Clock clock) {
        super("deploy-info", properties.info(), store, transaction, clock);
        this.http = http;
        this.store = store;
        this.deploys = deploys;
        this.json = json;
        this.meters = meters;
    }

    @Override
    protected ReportedVersion ask(InfoTarget target) throws CallFailedException, InterruptedException {
        return http.get(HttpCall.get(target.address(), "application/json", target.headers(),
                new HttpCall.Limits(target.timeout(), target.timeout(), target.maxBody().toBytes())),
                ExpectedAnswer.Form.DOCUMENT, answer -> read(answer.body()));
    }

    @Override
    protected void count(InfoTarget target, String outcome) {
        meters.counter("halo.deploy.looks", "service", target.name(), "outcome", outcome).increment();
    }

    @Override
    protected void take(InfoTarget target, ReportedVersion version, Instant now) {
        VersionHistory before = store.versions(target.id());
        if (before == null) {
            store.good(target.id(), now, VersionHistory.first(version, now));
            return;
        }
        VersionHistory.Step step = before.add(version, now);
        store.good(target.id(), now, step.versions());
        if (step.before() != null) {
            deploys.record(new DeployReport(target.name(), version.name(step.before()), target.environment(), now,
                    Set.of(), version.commit(), null, DeploySource.INFO, null), Actor.HALO);
        }
    }

    private ReportedVersion read(InputStream body) throws CallFailedException {
        JsonNode info;
        try {
            info = json.readTree(body);
        } catch (JacksonIOException broken) {
            throw broken;
        } catch (JacksonException malformed) {
            throw new CallFailedException("its answer is no JSON", false, malformed);
        }
        String version = text(info.at("/build/version"));
        JsonNode id = info.at("/git/commit/id");
        String commit = id.isObject() ? first(text(id.path("full")), text(id.path("abbrev"))) : text(id);
        if (version == null && commit == null) {
            throw new CallFailedException("its answer has neither build.version nor git.commit.id", false);
        }
        return new ReportedVersion(version, commit);
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
        RecurringTask<Void> deployInfoTask(DeployProperties properties, ObjectProvider<VersionPoller> poller) {
            return Tasks.recurring("halo-deploy-info", FixedDelay.of(often(properties.info())))
                    .onDeadExecution(Revival::atOnce)
                    .execute((instance, context) -> poller.getObject().round());
        }
    }
}
