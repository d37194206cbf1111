package ink.dreamnet.halo.support;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import ink.dreamnet.halo.HaloApplication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.test.context.TestExecutionListeners.MergeMode;

/// Starts the whole service on a free port with a settable [TestClock] and with its schedule off, so that only what the
/// test asks for runs. Beside it stands [OnH2] or [OnPostgres]; a contract that must hold on both is an abstract class with a subclass
/// for each.
///
/// A context is started once for all classes that need the same; [CleanContext] cleans up between them. Therefore a class says here,
/// and not for itself, what it must have configured.
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = HaloApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
        "server.address=127.0.0.1", "management.tracing.export.enabled=false", "db-scheduler.polling-interval=100ms",
        // only what a test asks for runs
        "halo.triggers.time.enabled=false", "halo.triggers.time.initial-delay=1h",
        "halo.files.allow=.,${java.io.tmpdir}",
        "halo.triggers.signals.evaluation-interval=1h", "halo.triggers.wormhole.cooldown=1h",
        // short waits and small bounds
        "PROBE_TOKEN=t0p-s3cret", "halo.endpoint.references.variables=PROBE_*",
        "halo.endpoint.confirmation-delay=5ms", "halo.endpoint.per-host-bound=64",
        "halo.analysis.analyzers.scripted.deadline=5s", "halo.analysis.analyzers.every-third.every=3",
        "halo.verification.settle=1s",
        "halo.sources.squad-builder.retry-after=5ms", "halo.sources.squad-builder.timeout=30s",
        "halo.sources.squad-builder.max-body=4MB", "halo.sources.graft-engine.retry-after=5ms",
        "halo.agent.doubt-from=5", "halo.dispatch.delivery.attempts=3", "halo.dispatch.delivery.timeout=3s",
        "halo.budgets.fleet=6", "halo.budgets.per-squad=4", "halo.triggers.signals.max-sources=20",
        "halo.wormhole.max-batch=50", "halo.wormhole.alert-timeout=6h", "halo.wormhole.stream.max-listeners=3",
        "halo.wormhole.stream.heartbeat=1s", "halo.wormhole.stream.queue=50", "halo.web.connections.body-timeout=3s",
        // what falls in one test is of one cause only where the test says so
        "halo.plan.hold=0s",
        // what only a declaration can say; of names that nothing else has
        "halo.approval.quorum.types[0]=quorum.type", "halo.triggers.error-budget.objectives[0].source=shop",
        "halo.triggers.error-budget.objectives[0].slo=99.9"})
@Import({TestClock.Configuration.class, Api.Configuration.class, TestBeans.class})
@Tag("context")
@ResourceLock(providers = ContextLock.class)
@TestExecutionListeners(listeners = CleanContext.class, mergeMode = MergeMode.MERGE_WITH_DEFAULTS)
public @interface HaloTest {
}
