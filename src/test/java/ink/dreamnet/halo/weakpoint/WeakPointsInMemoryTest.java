package ink.dreamnet.halo.weakpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.TestClock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/// What is detected over records in memory is what is detected over those in the database.
@HaloTest
@OnH2
class WeakPointsInMemoryTest {

    private static final int SUBJECTS = 6;
    private static final int CYCLES = 150;

    @Autowired
    WeakPoints stored;
    @Autowired
    WeakPointProperties properties;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    TestClock clock;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void detectWhenInMemoryAnswersAsTheDatabase(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<WeakPointsDetected> detected = new ArrayList<>();
        WeakPointsInMemory memory = new WeakPointsInMemory(new DeclaredSubjects(List.of()), properties,
                (open, healthy, began) -> Map.of(), detected::add, clock);
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            clock.advance(Duration.ofMinutes(random.nextInt(10) == 0 ? 700 : 5));
            Observations observations = new Observations(Ids.next(), CycleMode.FULL, Scope.ALL,
                    List.of(new AnalyzerRun("mirror", AnalyzerStatus.COMPLETED, Duration.ZERO, result(seed, random),
                            null)));
            Detection real = Objects
                    .requireNonNull(transaction.execute(_ -> stored.detect(observations, clock.instant())));
            Detection other = memory.detect(observations, clock.instant());
            assertThat(describe(other)).as("seed %d, cycle %d", seed, cycle).isEqualTo(describe(real));
        }
        assertThat(detected).hasSize(CYCLES);
        assertThat(detected.stream().flatMap(each -> each.appeared().stream()).mapToInt(WeakPoint::recurrences))
                .as("some came back").anyMatch(recurrences -> recurrences > 2);
    }

    private static AnalyzerResult result(long seed, SplittableRandom random) {
        AnalyzerResult.Builder result = AnalyzerResult.builder();
        for (int i = 0; i < SUBJECTS; i++) {
            SubjectRef subject = SubjectRef.parse("endpoint:mirror-%d-%d".formatted(seed, i));
            switch (random.nextInt(i < 2 ? 4 : 10)) {
                case 0 -> result.issue(Issue.of("mirror.down", Severity.CRITICAL, subject, "down"));
                case 1 -> result.issue(Issue.of("mirror.down", Severity.MEDIUM, subject, "down"))
                        .issue(Issue.of("mirror.slow", Severity.HIGH, subject, "slow"));
                case 2 -> {
                    // not observed
                }
                case 3 -> result.notDue(subject);
                default -> result.observed(subject);
            }
        }
        return result.build();
    }

    /// By what they are, as the records of both have ids of their own.
    private static List<String> describe(Detection detection) {
        return Stream.of(
                Stream.of("%d opened, %d back".formatted(detection.opened(), detection.reopened())),
                detection.seen().stream().map(point -> "seen " + describe(point)).sorted(),
                detection.resolved().stream().map(point -> "resolved " + describe(point)).sorted())
                .flatMap(lines -> lines).toList();
    }

    private static String describe(WeakPoint point) {
        return String.join(" ", IntStream.of(point.occurrences(), point.recurrences()).boxed().toList().toString(),
                point.subject().toString(), point.code(), point.severity().wire(), point.state().wire(),
                String.valueOf(point.flapping()), String.valueOf(point.stale()),
                String.valueOf(point.flappingPercent()));
    }
}
