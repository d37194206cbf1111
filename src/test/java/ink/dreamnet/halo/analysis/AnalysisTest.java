package ink.dreamnet.halo.analysis;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import ink.dreamnet.halo.analysis.AnalysisProperties.Options;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.SafeMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class AnalysisTest {

    private static final SubjectRef SUBJECT = SubjectRef.parse("endpoint:a");
    private static final AnalysisProperties DEFAULTS = new AnalysisProperties(Duration.ofMinutes(1), 3, Map.of());

    private interface Look {
        AnalyzerResult at(AnalysisContext context) throws Exception;
    }

    private static Analyzer analyzer(String name, Look look, CycleMode... modes) {
        return new Analyzer() {
            @Override
            public AnalyzerResult analyze(AnalysisContext context) throws Exception {
                return look.at(context);
            }

            @Override
            public String name() {
                return name;
            }

            @Override
            public Set<CycleMode> modes() {
                return modes.length == 0 ? Analyzer.super.modes() : EnumSet.copyOf(List.of(modes));
            }
        };
    }

    /// @return what gives one analyzer little time, and the others more than they need on the slowest machine
    private static AnalysisProperties deadline(String analyzer, long millis) {
        return new AnalysisProperties(Duration.ofMinutes(1), 2,
                Map.of(analyzer, new Options(true, Duration.ofMillis(millis), 1)));
    }

    private static Analysis analysis(AnalysisProperties properties, Analyzer... analyzers) {
        return new Analysis(registry(properties, analyzers), properties, new WorkerPools(new SimpleMeterRegistry()),
                Clock.systemUTC());
    }

    private static AnalyzerRegistry registry(AnalysisProperties properties, Analyzer... analyzers) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        for (int i = 0; i < analyzers.length; i++) {
            beans.addBean("bean" + i, analyzers[i]);
        }
        return new AnalyzerRegistry(beans, properties, SafeMode.OFF);
    }

    private static Map<String, AnalyzerRun> run(Analysis analysis, CycleMode mode) throws InterruptedException {
        return analysis.run(Ids.next(), mode, Scope.ALL, Map.of(), Set.of()).stream()
                .collect(Collectors.toMap(AnalyzerRun::name, one -> one));
    }

    private static AnalyzerRun only(Analysis analysis) throws InterruptedException {
        return analysis.run(Ids.next(), CycleMode.FULL, Scope.ALL, Map.of(), Set.of()).getFirst();
    }

    private static AnalyzerResult healthy() {
        return AnalyzerResult.builder().observed(SUBJECT).build();
    }

    /// The slow one is collected first.
    @Test
    void runGivesEachAnalyzerTheTimeThatItTookItself() throws Exception {
        CompletableFuture<Thread> quickRan = new CompletableFuture<>();
        AtomicLong quickLeft = new AtomicLong();
        Analyzer slow = analyzer("a-slow", context -> {
            Thread thread = quickRan.get();
            // a thread of the pool waits for work when it is done with what it had
            await().until(() -> thread.getState() == Thread.State.WAITING);
            quickLeft.set(System.nanoTime());
            new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
            return healthy();
        });
        Analyzer quick = analyzer("b-quick", context -> {
            quickRan.complete(Thread.currentThread());
            return healthy();
        });
        long begun = System.nanoTime();
        Map<String, AnalyzerRun> runs = run(analysis(DEFAULTS, slow, quick), CycleMode.FULL);
        assertThat(Objects.requireNonNull(runs.get("a-slow")).duration())
                .isGreaterThanOrEqualTo(Duration.ofMillis(100));
        assertThat(Objects.requireNonNull(runs.get("b-quick")).duration())
                .isLessThanOrEqualTo(Duration.ofNanos(quickLeft.get() - begun));
    }

    @Test
    void elapsedWhenTheRunWaitsForAThreadIsNothing() {
        assertThat(new RunTime().elapsed()).isZero();
    }

    @Test
    @SuppressWarnings("NullAway")
    void runWhenSomeAnalyzersBreakLetsTheOthersFinish() throws Exception {
        Analysis analysis = analysis(deadline("hangs", 500), analyzer("good", context -> healthy()),
                analyzer("throws", context -> {
                    throw new IllegalStateException("no luck");
                }), analyzer("overflows", context -> overflow(0)), analyzer("null", context -> null),
                analyzer("hangs", context -> {
                    new CountDownLatch(1).await();
                    return healthy();
                }), analyzer("doubts", context -> AnalyzerResult.builder()
                        .issue(Issue.of("observer.suspect", Severity.CRITICAL, SUBJECT, "?")).inconclusive("no network")
                        .build()));

        Map<String, AnalyzerRun> runs = run(analysis, CycleMode.FULL);

        assertThat(runs).hasSize(6);
        assertThat(runs.get("good")).satisfies(good -> {
            assertThat(good.status()).isEqualTo(AnalyzerStatus.COMPLETED);
            assertThat(good.result().observed()).containsExactly(SUBJECT);
        });
        assertThat(runs.get("throws").status()).isEqualTo(AnalyzerStatus.FAILED);
        assertThat(runs.get("throws").error()).contains("no luck");
        assertThat(runs.get("overflows").status()).isEqualTo(AnalyzerStatus.FAILED);
        assertThat(runs.get("null").error()).contains("null");
        assertThat(runs.get("hangs").status()).isEqualTo(AnalyzerStatus.TIMED_OUT);
        assertThat(runs.get("hangs").result().observed()).isEmpty();
        assertThat(runs.get("doubts").status()).isEqualTo(AnalyzerStatus.INCONCLUSIVE);
        assertThat(runs.get("doubts").error()).isEqualTo("no network");
    }

    @SuppressWarnings("InfiniteRecursion")
    private static AnalyzerResult overflow(int depth) {
        return overflow(depth + 1);
    }

    @Test
    void runWhenAnalyzerIgnoresItsInterruptIsStartedAgainButNotForEver() throws Exception {
        AtomicInteger starts = new AtomicInteger();
        AtomicBoolean release = new AtomicBoolean();
        WorkerPools pools = new WorkerPools(new SimpleMeterRegistry());
        AnalysisProperties properties = deadline("stubborn", 1000);
        Analysis analysis = new Analysis(registry(properties, analyzer("stubborn", context -> {
            starts.incrementAndGet();
            while (!release.get()) {
                Thread.onSpinWait();
            }
            return healthy();
        }), analyzer("good", context -> healthy())), properties, pools, Clock.systemUTC());
        for (int cycle = 1; cycle <= 2; cycle++) {
            List<AnalyzerRun> runs = analysis.run(Ids.next(), CycleMode.FULL, Scope.ALL, Map.of(), Set.of());
            assertThat(runs.getFirst().error()).contains("did not end within 1000 ms");
            assertThat(runs.getLast().status()).isEqualTo(AnalyzerStatus.COMPLETED);
            assertThat(pools.abandoned()).isEqualTo(cycle);
        }
        List<AnalyzerRun> runs = analysis.run(Ids.next(), CycleMode.FULL, Scope.ALL, Map.of(), Set.of());
        assertThat(runs.getFirst().error()).contains("not started: 2 of its earlier runs");
        assertThat(runs.getLast().status()).isEqualTo(AnalyzerStatus.COMPLETED);
        assertThat(starts).hasValue(2);

        release.set(true);
        await().untilAsserted(() -> assertThat(only(analysis).status()).isEqualTo(AnalyzerStatus.COMPLETED));
        await().untilAsserted(() -> assertThat(pools.abandoned()).isZero());
    }

    /// Whoever was given the result may begin the next work of its kind at once.
    @Test
    void workWithAResultIsNotRunningWhileItsThreadStillLeaves() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (WorkerPool pool = new WorkerPool("leaving", 1, 0)) {
            WorkerPool.Work<Boolean> work = pool.submit(() -> {
                started.countDown();
                return go.await(1, TimeUnit.MINUTES);
            });
            started.await();
            assertThat(work.running()).isTrue();
            synchronized (pool) {
                // the thread cannot leave before this block ends
                go.countDown();
                assertThat(work.get(1, TimeUnit.MINUTES)).isTrue();
                assertThat(work.running()).isFalse();
            }
        }
    }

    @Test
    void runWhenItIsNotAnAnalyzersTurnSkipsIt() throws Exception {
        AtomicInteger starts = new AtomicInteger();
        Analysis analysis = analysis(
                new AnalysisProperties(Duration.ofMinutes(1), 3, Map.of("seldom", new Options(true, null, 3))),
                analyzer("seldom", context -> {
                    starts.incrementAndGet();
                    return healthy();
                }), analyzer("often", context -> healthy()));
        assertThat(statuses(analysis, Scope.ALL, Map.of())).containsExactly(AnalyzerStatus.COMPLETED,
                AnalyzerStatus.COMPLETED);
        for (int skippedCycles = 0; skippedCycles < 2; skippedCycles++) {
            assertThat(statuses(analysis, Scope.ALL, Map.of("seldom", skippedCycles, "often", 0)))
                    .containsExactly(AnalyzerStatus.SKIPPED, AnalyzerStatus.COMPLETED);
        }
        assertThat(starts).hasValue(1);
        assertThat(statuses(analysis, Scope.ALL, Map.of("seldom", 2))).doesNotContain(AnalyzerStatus.SKIPPED);
        assertThat(statuses(analysis, new Scope.Named(Set.of(SUBJECT)), Map.of("seldom", 0)))
                .doesNotContain(AnalyzerStatus.SKIPPED);
        assertThat(statuses(analysis, new Scope.Shard(2, 3), Map.of("seldom", 0)))
                .as("by turns, some shards might never be looked at").doesNotContain(AnalyzerStatus.SKIPPED);
    }

    private static List<AnalyzerStatus> statuses(Analysis analysis, Scope scope, Map<String, Integer> skippedCycles)
            throws InterruptedException {
        return analysis.run(Ids.next(), CycleMode.FULL, scope, skippedCycles, Set.of()).stream()
                .map(AnalyzerRun::status)
                .toList();
    }

    @Test
    void registryWhenAnAnalyzerCannotSayHowItRunsIsRefused() {
        Analyzer broken = new Analyzer() {
            @Override
            public AnalyzerResult analyze(AnalysisContext context) {
                return healthy();
            }

            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Set<CycleMode> modes() {
                throw new IllegalStateException("no modes today");
            }
        };
        assertThatThrownBy(() -> registry(DEFAULTS, broken)).isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("'broken'").hasMessageContaining("no modes today");
    }

    @Test
    void propertiesWhenTurnIsOutOfRangeNameIt() {
        assertThatThrownBy(
                () -> new AnalysisProperties(Duration.ofSeconds(1), 3, Map.of("a", new Options(true, null, 0))))
                .hasMessage("halo.analysis.analyzers.a.every is 0; it must be between 1 and 1000");
    }

    @Test
    void runWhenModeIsLightLeavesSlowAnalyzersOut() throws Exception {
        Analysis analysis = analysis(DEFAULTS, analyzer("slow", context -> healthy()),
                analyzer("fast", context -> healthy(), CycleMode.LIGHT, CycleMode.FULL));
        assertThat(run(analysis, CycleMode.LIGHT)).containsOnlyKeys("fast");
        assertThat(run(analysis, CycleMode.FULL)).containsOnlyKeys("slow", "fast");
    }

    @Test
    void registryWhenConfigurationNamesUnknownAnalyzerIsRefused() {
        AnalysisProperties typo = new AnalysisProperties(Duration.ofSeconds(1), 3,
                Map.of("agnet-health", new AnalysisProperties.Options(false, null, 1)));
        assertThatThrownBy(() -> registry(typo, analyzer("agent-health", context -> healthy())))
                .isInstanceOfSatisfying(StartRefusedException.class, refused -> {
                    assertThat(refused.description()).contains("halo.analysis.analyzers.agnet-health");
                    assertThat(refused.action()).contains("[agent-health]");
                });
    }

    @Test
    void registryWhenAnalyzerIsDisabledDoesNotRunIt() throws Exception {
        AnalysisProperties off = new AnalysisProperties(Duration.ofSeconds(1), 3,
                Map.of("a", new AnalysisProperties.Options(false, null, 1)));
        assertThat(run(analysis(off, analyzer("a", context -> healthy())), CycleMode.FULL)).isEmpty();
    }

    @Test
    void nameWhenNotOverriddenFollowsTheClass() {
        class TapeLibraryAnalyzer implements Analyzer {
            @Override
            public AnalyzerResult analyze(AnalysisContext context) {
                return healthy();
            }
        }
        assertThat(new TapeLibraryAnalyzer().name()).isEqualTo("tape-library");
    }

    @Test
    void deadlineWhenOutOfRangeIsRefused() {
        assertThatThrownBy(() -> new AnalysisProperties(Duration.ofMillis(-1), 3, Map.of()))
                .hasMessageContaining("halo.analysis.deadline is -1 ms");
    }

    private static Analyzer planning(String name, Look look) {
        return new Analyzer() {
            @Override
            public AnalyzerResult analyze(AnalysisContext context) throws Exception {
                return look.at(context);
            }

            @Override
            public String name() {
                return name;
            }

            @Override
            public Set<SubjectKind> planned() {
                return Set.of(SubjectKind.ENDPOINT);
            }
        };
    }

    private static AnalyzerResult lookAtDue(AnalysisContext context, SubjectRef... all) {
        AnalyzerResult.Builder result = AnalyzerResult.builder();
        for (SubjectRef subject : all) {
            if (!context.includes(subject)) {
                continue;
            }
            if (context.due(subject)) {
                result.issue(Issue.of("seen", Severity.HIGH, subject, "is there")).answeredWithin(subject, 5);
            } else {
                result.notDue(subject);
            }
        }
        return result.build();
    }

    @Test
    void runWhenSubjectsAreNotDueTellsOnlyAnalyzersThatPlanTheirLooks() throws Exception {
        SubjectRef agent = SubjectRef.parse("agent:a");
        Set<SubjectRef> leftOut = new HashSet<>();
        Analysis analysis = analysis(DEFAULTS, analyzer("plain", context -> {
            assertThat(context.due(SUBJECT)).isTrue();
            return healthy();
        }), planning("planning", context -> {
            leftOut.addAll(context.notDue());
            return healthy();
        }));
        assertThat(analysis.run(Ids.next(), CycleMode.FULL, Scope.ALL, Map.of(), Set.of(SUBJECT, agent)))
                .allMatch(run -> run.status() == AnalyzerStatus.COMPLETED);
        assertThat(leftOut).containsExactly(SUBJECT);
    }

    @Test
    void lookAgainWhenSubjectsWereLeftOutRunsOnlyTheirAnalyzerAndJoinsWhatBothSaw() throws Exception {
        SubjectRef other = SubjectRef.parse("endpoint:b");
        SubjectRef third = SubjectRef.parse("endpoint:c");
        AtomicInteger plain = new AtomicInteger();
        Analysis analysis = analysis(new AnalysisProperties(Duration.ofSeconds(30), 3, Map.of()),
                analyzer("plain", context -> {
                    plain.incrementAndGet();
                    return healthy();
                }), planning("planning", context -> lookAtDue(context, SUBJECT, other, third)));
        List<AnalyzerRun> first = analysis.run(Ids.next(), CycleMode.FULL, Scope.ALL, Map.of(),
                Set.of(other, third));
        List<AnalyzerRun> both = analysis.lookAgain(Ids.next(), CycleMode.FULL, first, Set.of(other));
        assertThat(plain).hasValue(1);
        assertThat(both).extracting(AnalyzerRun::name).containsExactly("plain", "planning");
        assertThat(both.getFirst()).isSameAs(first.getFirst());
        AnalyzerResult result = both.getLast().result();
        assertThat(result.observed()).containsExactlyInAnyOrder(SUBJECT, other);
        assertThat(result.issues()).extracting(Issue::subject).containsExactly(SUBJECT, other);
        assertThat(result.responseMs()).containsOnlyKeys(SUBJECT, other);
        assertThat(result.notDue()).containsExactly(third);
    }

    @Test
    void lookAgainWhenItFailsOrHasNoTimeLeftKeepsWhatWasSeenBefore() throws Exception {
        SubjectRef other = SubjectRef.parse("endpoint:b");
        AtomicInteger runs = new AtomicInteger();
        Analyzer failing = planning("planning", context -> {
            if (runs.incrementAndGet() > 1) {
                throw new IllegalStateException("the second time");
            }
            return lookAtDue(context, SUBJECT, other);
        });
        Analysis analysis = analysis(new AnalysisProperties(Duration.ofSeconds(30), 3, Map.of()), failing);
        List<AnalyzerRun> first = analysis.run(Ids.next(), CycleMode.FULL, Scope.ALL, Map.of(), Set.of(other));
        AnalyzerRun both = analysis.lookAgain(Ids.next(), CycleMode.FULL, first, Set.of(other)).getFirst();
        assertThat(both.status()).isEqualTo(AnalyzerStatus.COMPLETED);
        assertThat(both.error()).contains("a second look at 1 more was failed", "the second time");
        assertThat(both.result().notDue()).containsExactly(other);
        assertThat(both.result().observed()).containsExactly(SUBJECT);

        Analysis hurried = analysis(deadline("planning", 500), failing);
        assertThat(hurried.lookAgain(Ids.next(), CycleMode.FULL, first, Set.of(other))).isEqualTo(first);
        assertThat(runs).hasValue(2);
    }
}
