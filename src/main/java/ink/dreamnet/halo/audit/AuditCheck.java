package ink.dreamnet.halo.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Objects;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Daily;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.GaugeReading;
import ink.dreamnet.halo.core.HistoryProperties;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Verifies the whole audit trail once a night, after retention, and says so where something is wrong: in the log, in the trail itself, in the
/// health check, at the console, by a meter and by an event. The log also has the end of the chain, so that whoever collects the log keeps it elsewhere.
@Component
class AuditCheck {

    private static final Logger LOG = LoggerFactory.getLogger(AuditCheck.class);
    private static final int MINUTES_AFTER_RETENTION = 30;
    /// A trail that takes longer is checked up to there; 1,000,000 entries take seconds.
    private static final Duration BUDGET = Duration.ofHours(1);

    private final JdbcTemplate jdbc;
    private final AuditVerifier verifier;
    private final AuditTrail trail;
    private final ApplicationEventPublisher publisher;
    private final TransactionTemplate transaction;
    private final Clock clock;

    AuditCheck(JdbcTemplate jdbc, AuditVerifier verifier, AuditTrail trail, TransactionTemplate transaction,
            Clock clock, MeterRegistry meters, AuditChain chain, ApplicationEventPublisher publisher) {
        this.jdbc = jdbc;
        this.verifier = verifier;
        this.trail = trail;
        this.transaction = transaction;
        this.clock = clock;
        this.publisher = publisher;
        GaugeReading<AuditState> state = new GaugeReading<>(trail::state, clock);
        Gauge.builder("halo.audit.broken", () -> state.value(now -> now.fault() == null ? 0 : 1))
                .description("1 where the last check found the audit trail tampered with").register(meters);
        Gauge.builder("halo.audit.head", chain, AuditChain::length)
                .description("Links of the audit trail, as far as this process has met them").register(meters);
    }

    /// Verifies it now.
    AuditVerification run() {
        AuditVerification found = verifier.verify(null, null, BUDGET);
        AuditVerification.Broken broken = found.broken();
        String fault = broken == null ? null : broken.sentence();
        boolean news = Boolean.TRUE.equals(transaction.execute(tx -> note(found)));
        if (fault == null) {
            LOG.info("The audit trail is as it was written: {} entries up to {}", found.checked(), found.head());
        } else if (news) {
            LOG.error("The audit trail was tampered with. {}", fault);
        }
        return found;
    }

    /// @return whether something is wrong that was not known yet
    private boolean note(AuditVerification found) {
        Instant now = clock.instant();
        AuditVerification.Broken broken = found.broken();
        String fault = broken == null ? null : broken.sentence();
        boolean known = Objects.equals(fault, AuditState.read(jdbc).fault());
        jdbc.update("update audit_head set checked_at = ?, checked_link = ?, fault = ? where id = 1",
                now.atOffset(ZoneOffset.UTC), found.next() == null ? found.head().link() : found.next(),
                fault);
        if (broken == null || known) {
            return false;
        }
        trail.record(Actor.HALO, new Change("audit.broken", "audit", "chain", null, null, fault));
        publisher.publishEvent(new AuditBroken(broken.sentence(), broken.link(), now));
        return true;
    }

    /// The schedule.
    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> auditCheckTask(HistoryProperties properties, ObjectProvider<AuditCheck> check) {
            return Tasks
                    .recurring("halo-audit-check",
                            new Daily(ZoneOffset.UTC, LocalTime.of(properties.cleanAt(), MINUTES_AFTER_RETENTION)))
                    .execute((instance, context) -> check.getObject().run());
        }
    }
}
