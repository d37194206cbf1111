package ink.dreamnet.halo.trigger;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.signal.AnomalyDetector;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

@HaloTest
abstract class TriggerApiTest {

    private static final String TRIGGERS = "/api/halo/triggers";

    @Autowired
    Api api;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    TriggerGate gate;
    @Autowired
    TimeTrigger time;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    AnomalyDetector.Factory detectors;
    @Autowired
    ApplicationContext context;

    @OnH2
    static class OnH2Test extends TriggerApiTest {
    }

    @OnPostgres
    static class OnPostgresTest extends TriggerApiTest {
    }

    /// A trigger that is not a bean, with a cool-down.
    record Stormy(String name) implements Trigger {
        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public String detail() {
            return "on every gust";
        }

        @Override
        public Duration cooldown() {
            return Duration.ofMinutes(5);
        }
    }

    @BeforeEach
    void forget() {
        jdbc.update("update trigger_state set enabled = null, fired_at = null, fired_why = null, held_since = null, "
                + "held_why = null, held_times = 0");
        jdbc.update("delete from signal_bucket");
        jdbc.update("delete from signal_source");
        jdbc.update("delete from scrape_target");
        jdbc.update("delete from learned_level");
        clock.advance(Duration.ofHours(1));
    }

    private JsonNode trigger(String name) {
        for (JsonNode trigger : api.get(TRIGGERS).body().at("/triggers")) {
            if (trigger.at("/name").stringValue().equals(name)) {
                return trigger;
            }
        }
        throw new AssertionError("no trigger " + name);
    }

    private int requestsOf(String trigger) {
        Integer count = jdbc.queryForObject("select count(*) from cycle_request where trigger_name = ?", Integer.class,
                trigger);
        return count == null ? 0 : count;
    }

    @Test
    void disableWhenTriggerWantsToFireHoldsAndIsAudited() {
        int before = requestsOf("time");
        assertThat(trigger("time").at("/enabled").booleanValue()).isFalse();
        assertThat(time.fire(clock.instant(), false)).isEqualTo(Firing.DISABLED);
        Answer enabled = api.post(TRIGGERS + "/time/enable", "{\"reason\":\"exam\"}");
        assertThat(enabled.status()).isEqualTo(200);
        assertThat(enabled.body().at("/trigger/enabled").booleanValue()).isTrue();
        assertThat(enabled.body().at("/trigger/operatorSwitch/reason").stringValue()).isEqualTo("exam");
        assertThat(enabled.body().at("/trigger/nextFiringAt").isMissingNode()).isFalse();
        assertThat(time.fire(clock.instant(), false)).isEqualTo(Firing.FIRED);
        assertThat(requestsOf("time")).isEqualTo(before + 1);
        assertThat(api.post(TRIGGERS + "/time/disable", null).body().at("/trigger/enabled").booleanValue()).isFalse();
        assertThat(time.fire(clock.instant(), false)).isEqualTo(Firing.DISABLED);
        assertThat(requestsOf("time")).isEqualTo(before + 1);
        assertThat(jdbc.queryForList("select action from audit_entry where subject_type = 'trigger' and "
                + "subject_id = 'time' order by id", String.class)).endsWith("trigger.enabled", "trigger.disabled");
        assertThat(api.get("/api/halo/status").body().at("/status/triggers").toString()).contains("\"name\":\"time\"");
    }

    @Test
    void disableWhenItCannotBeSwitchedOrIsUnknownOrReasonTooLongIsRefused() {
        for (String fixed : List.of("manual", "verification", "suppression-end")) {
            assertThat(api.post(TRIGGERS + "/" + fixed + "/disable", null).status()).as(fixed).isEqualTo(409);
            assertThat(trigger(fixed).at("/enabled").booleanValue()).as(fixed).isTrue();
        }
        assertThat(api.post(TRIGGERS + "/never/disable", null).status()).isEqualTo(404);
        assertThat(api.get(TRIGGERS + "/never").status()).isEqualTo(404);
        Answer tooLong = api.post(TRIGGERS + "/time/disable", "{\"reason\":\"%s\"}".formatted("x".repeat(501)));
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.body().at("/errors/0/field").stringValue()).isEqualTo("reason");
    }

    @Test
    void fireWhenStormIsOneCycleAndOnceMoreAfterTheCooldown() {
        Stormy stormy = new Stormy("stormy");
        for (int i = 0; i < 50; i++) {
            assertThat(gate.fire(stormy, CycleOrder.full("stormy", "gust " + i, Actor.HALO)))
                    .isEqualTo(i == 0 ? Firing.FIRED : Firing.HELD);
        }
        assertThat(requestsOf("stormy")).isEqualTo(1);
        assertThat(jdbc.queryForObject("select held_times from trigger_state where name = 'stormy'", Long.class))
                .isEqualTo(49);
        clock.advance(Duration.ofMinutes(5));
        assertThat(gate.fire(stormy, CycleOrder.full("stormy", "still", Actor.HALO))).isEqualTo(Firing.FIRED);
        assertThat(requestsOf("stormy")).isEqualTo(2);
        assertThat(jdbc.queryForObject("select fired_why from trigger_state where name = 'stormy'", String.class))
                .isEqualTo("still");
        jdbc.update("delete from cycle_request where trigger_name = 'stormy' and status in ('SERVED', 'ABANDONED')");
    }

    @Test
    void startWhenInitialDelayIsLongHasNotFiredYet() {
        Instant started = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        assertThat(jdbc.query("select execution_time from scheduled_tasks where task_name = 'halo-time-trigger' "
                + "and last_success is null", (row, number) -> row.getObject(1, OffsetDateTime.class).toInstant()))
                .singleElement().satisfies(due -> assertThat(due).isAfter(started.plus(Duration.ofMinutes(59))));
    }
}
