package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.TestClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

@HaloTest
@OnH2
class CycleMetersTest {

    @Autowired
    Api api;
    @Autowired
    ScriptedAnalyzer analyzer;
    @Autowired
    MeterRegistry registry;
    @Autowired
    ObservationRegistry observations;
    @Autowired
    TestClock clock;

    @Test
    void gaugesWhenGarbageIsCollectedStillTellThePresentNumbers() {
        analyzer.reset();
        api.post("/api/halo/run", null);
        clock.advance(Duration.ofHours(25));
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.CRITICAL);
        api.post("/api/halo/run", null);
        // what a gauge reads must be held by someone: Micrometer by itself holds it weakly
        System.gc();
        clock.advance(Duration.ofSeconds(10));
        JsonNode status = api.get("/api/halo/status").body().get("status");
        assertThat(status.get("weakPoints").get("critical").asInt()).isPositive();
        assertThat(registry.get("halo.weakpoints").tag("severity", "critical").gauge().value())
                .isEqualTo(status.get("weakPoints").get("critical").asInt());
        assertThat(registry.get("halo.tasks").tag("status", "pending-approval").gauge().value())
                .isEqualTo(status.get("tasks").get("pending-approval").asInt()).isPositive();
        assertThat(registry.get("halo.triggers.pending").gauge().value()).isZero();
        analyzer.reset();
        api.post("/api/halo/run", null);
    }

    @Test
    void cycleWhenRecordedCountsItselfItsTriggersAndItsAnalyzers() {
        Timer cycles = registry.timer("halo.cycles", "mode", "full", "status", "completed");
        long before = cycles.count();
        api.post("/api/halo/run", null);
        assertThat(cycles.count()).isEqualTo(before + 1);
        assertThat(registry.get("halo.analyzer").tag("analyzer", "scripted").timers()).isNotEmpty();
        assertThat(registry.get("halo.triggers").tag("trigger", "manual").counter().count()).isPositive();
    }

    @Test
    void cycleWhenTracedIsOneTraceWithASpanForEachStage() {
        List<Observation.Context> stages = new CopyOnWriteArrayList<>();
        observations.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStart(Observation.Context context) {
                if (String.valueOf(context.getName()).startsWith("halo.cycle.")) {
                    stages.add(context);
                }
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        api.post("/api/halo/run", null);
        assertThat(stages).extracting(Observation.Context::getName).containsExactly("halo.cycle.plan",
                "halo.cycle.analyze",
                "halo.cycle.detect", "halo.cycle.settle", "halo.cycle.verify", "halo.cycle.generate",
                "halo.cycle.propose",
                "halo.cycle.dispatch", "halo.cycle.record");
        assertThat(stages).allSatisfy(stage -> assertThat(stage.getParentObservation()).isNotNull()
                .satisfies(parent -> assertThat(parent.getContextView().getName()).isEqualTo("halo.cycle")));
    }
}
