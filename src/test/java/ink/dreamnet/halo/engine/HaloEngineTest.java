package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.UnavailableException;
import ink.dreamnet.halo.cycle.CycleDetail.AnalyzerRecord;
import ink.dreamnet.halo.cycle.CycleHistory;
import ink.dreamnet.halo.cycle.CycleStatus;
import ink.dreamnet.halo.cycle.RecordedCycle;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.trigger.CycleRequest;
import ink.dreamnet.halo.trigger.CycleRequests;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

/// The engine as a bean sees it into which it is injected.
@HaloTest
@OnH2
class HaloEngineTest {

    @Autowired
    HaloEngine engine;
    @Autowired
    ScriptedAnalyzer analyzer;
    @Autowired
    CycleRequests requests;
    @Autowired
    CycleSignals signals;
    @Autowired
    TransactionTemplate transaction;

    @AfterEach
    void leaveNoWeakPoint() {
        analyzer.reset();
        engine.runCycle("after");
    }

    @Test
    void runCycleReturnsTheRecord() {
        analyzer.script = context -> ScriptedAnalyzer.broken(Severity.HIGH);
        RecordedCycle cycle = engine.runCycle("manual");
        assertThat(cycle.status()).isEqualTo(CycleStatus.COMPLETED);
        assertThat(cycle.header().triggers()).containsExactly("manual");
        assertThat(cycle.header().reason()).isEqualTo("manual");
        assertThat(cycle.summary()).contains("1 weak point");
        assertThat(cycle.analysis()).extracting(AnalyzerRecord::name).contains("scripted");
        assertThat(cycle.weakPoints()).extracting(WeakPoint::code).containsExactly("scripted.broken");
        assertThat(cycle.generatedTasks()).singleElement().returns("scripted.repair", TaskView::type)
                .returns(TaskStatus.PENDING_APPROVAL, TaskView::status);
        assertThat(cycle.dispatchResults()).hasSize(1);
        assertThat(cycle.detail().requests()).singleElement()
                .satisfies(request -> assertThat(request.requestedBy()).isEqualTo("halo"));
    }

    /// What a caller looks at next, as the plan, the meters or the log, tells of this cycle then.
    @Test
    void awaitWhenTheCycleIsRecordedButNotOverWaitsForItsEnd() {
        AtomicBoolean underWay = new AtomicBoolean();
        analyzer.script = context -> {
            underWay.set(signals.underWay(context.cycleId()));
            return ScriptedAnalyzer.clean();
        };
        CycleRequest request = engine.request(CycleOptions.full());
        UUID cycle = engine.await(request, null).id();
        assertThat(underWay).isTrue();
        assertThat(signals.underWay(cycle)).isFalse();

        signals.begin(cycle);
        CompletableFuture<RecordedCycle> answer = CompletableFuture.supplyAsync(() -> engine.await(request, null),
                Thread::startVirtualThread);
        assertThat(engine.await(request, Duration.ofMillis(100)).id()).as("it is recorded, so it is no timeout")
                .isEqualTo(cycle);
        assertThat(answer).isNotDone();
        signals.end(cycle);
        assertThat(answer.join().id()).isEqualTo(cycle);
    }

    @Test
    void runCycleWhenLightOfOneSubjectRunsOnlyThat() {
        RecordedCycle cycle = engine
                .runCycle(CycleOptions.light().withSubjects(List.of("endpoint:scripted-subject")));
        assertThat(cycle.analysis()).extracting(AnalyzerRecord::name).contains("scripted")
                .doesNotContain("repository-integrity");
        assertThat(cycle.analysis()).filteredOn(run -> run.name().equals("scripted")).singleElement()
                .returns(1, AnalyzerRecord::subjects);
    }

    @Test
    void runCycleFromAnAnalyzerIsRefused() {
        analyzer.script = context -> {
            engine.runCycle("again");
            return ScriptedAnalyzer.clean();
        };
        RecordedCycle cycle = engine.runCycle("manual");
        assertThat(cycle.analysis()).filteredOn(run -> run.name().equals("scripted")).singleElement()
                .satisfies(run -> {
                    assertThat(run.status()).isEqualTo(AnalyzerStatus.FAILED);
                    assertThat(run.error()).contains("from within cycle " + cycle.id());
                });
        assertThat(requests.pending()).isEmpty();
    }

    @Test
    void runCycleWithinATransactionIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> transaction.executeWithoutResult(tx -> engine.runCycle("manual")))
                .withMessageContaining("within a transaction");
        assertThat(requests.pending()).isEmpty();
    }

    @Test
    void runCycleWhenInputIsWrongRequestsNothing() {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> engine.runCycle("x".repeat(501)))
                .withMessageContaining("reason");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CycleOptions.full().withSubjects(List.of("endpoint:a", "nonsense")))
                .withMessageContaining("subjects[1]");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CycleOptions.full().withMaxWait(Duration.ZERO)).withMessageContaining("maxWait");
        assertThat(requests.pending()).isEmpty();
    }

    @Test
    void runCycleWhenItTakesTooLongNamesTheCycleThatGoesOn() {
        CountDownLatch goOn = new CountDownLatch(1);
        analyzer.script = context -> {
            goOn.await();
            return ScriptedAnalyzer.clean();
        };
        assertThatExceptionOfType(CycleTimeoutException.class)
                .isThrownBy(() -> engine.runCycle(CycleOptions.full().withMaxWait(Duration.ofMillis(100))))
                .satisfies(late -> assertThat(requests.of(late.cycleId())).hasSize(1));
        goOn.countDown();
    }

    @Test
    void runCycleWhenInterruptedKeepsTheRequest() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        analyzer.script = context -> {
            running.countDown();
            goOn.await();
            return ScriptedAnalyzer.clean();
        };
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = Thread.ofPlatform().start(() -> {
            try {
                engine.runCycle("interrupted");
            } catch (UnavailableException unavailable) {
                thrown.set(Thread.currentThread().isInterrupted() ? unavailable : new AssertionError("flag is lost"));
            }
        });
        running.await();
        caller.interrupt();
        caller.join();
        goOn.countDown();
        assertThat(thrown.get()).isInstanceOf(UnavailableException.class).hasMessageContaining("its request is kept");
        assertThat(requests.last("manual").orElseThrow().reason()).isEqualTo("interrupted");
    }

    @Test
    void runCycleBeforeHaloHasStartedIsRefused() {
        HaloEngine starting = new HaloEngine(requests, mock(CycleHistory.class), new CycleSignals(),
                new RunProperties(Duration.ofSeconds(1)), () -> Actor.HALO);
        assertThatIllegalStateException().isThrownBy(() -> starting.runCycle("manual"))
                .withMessageContaining("while HALO starts");
        starting.open();
        starting.stop();
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> starting.runCycle("manual"))
                .withMessageContaining("stopped");
    }
}
