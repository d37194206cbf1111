package ink.dreamnet.halo.memory.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/// A ledger in memory answers as that in the database does, whatever happens to it.
@HaloTest
@OnH2
class LedgerInMemoryTest {

    private static final int POINTS = 8;
    private static final int MOST = 1000;

    @Autowired
    RepairLedger stored;
    @Autowired
    TransactionTemplate transaction;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void ledgerWhenInMemoryAnswersAsTheDatabase(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RepairLedger memory = new LedgerInMemory();
        List<UUID> points = IntStream.range(0, POINTS).mapToObj(_ -> Ids.next()).toList();
        List<UUID> tasks = new ArrayList<>();
        Instant now = Instant.parse("2026-02-03T04:05:06Z");
        transaction.executeWithoutResult(tx -> {
            // what others left behind is not compared
            tx.setRollbackOnly();
            play(random, memory, points, tasks, now);
        });
    }

    private void play(SplittableRandom random, RepairLedger memory, List<UUID> points, List<UUID> tasks,
            Instant begin) {
        Instant now = begin;
        for (int i = 0; i < 300; i++) {
            // 35 hours in all: what ended does not come back then, and is not forgotten yet
            now = now.plus(Duration.ofMinutes(7));
            Instant at = now;
            UUID point = points.get(random.nextInt(POINTS));
            switch (random.nextInt(7)) {
                case 0, 1 -> {
                    UUID task = random.nextBoolean() || tasks.isEmpty()
                            ? Ids.next()
                            : tasks.get(random.nextInt(tasks.size()));
                    tasks.add(task);
                    RepairEvidence row = row(task, point, Decision.values()[random.nextInt(Decision.values().length)],
                            at);
                    both(memory, ledger -> ledger.add(List.of(row), at));
                }
                case 2 -> {
                    UUID task = tasks.isEmpty() ? Ids.next() : tasks.get(random.nextInt(tasks.size()));
                    Work work = new Work("squad", "agent", at,
                            Verdict.values()[random.nextInt(Verdict.values().length)], at);
                    both(memory, ledger -> {
                        ledger.judge(task, work, at);
                        return true;
                    });
                }
                case 3 -> both(memory, ledger -> {
                    ledger.ended(Set.of(point), removed(point), at);
                    return true;
                });
                case 4 -> both(memory, ledger -> {
                    ledger.returned(Set.of(point), at.minus(Duration.ofHours(24)), at);
                    return true;
                });
                case 5 -> both(memory, ledger -> {
                    ledger.treated(Set.of(point), at);
                    return true;
                });
                default -> {
                    List<RepairLedger.Counted> counted = memory.due(at, MOST).stream()
                            .map(entry -> new RepairLedger.Counted(entry.evidence().id(), "{}", null, null)).toList();
                    both(memory, ledger -> {
                        ledger.count(counted);
                        return true;
                    });
                }
            }
            both(memory, ledger -> ledger.due(at, MOST));
            both(memory, ledger -> ledger.inTreatment(points));
            both(memory, ledger -> ledger.compared(tasks));
        }
    }

    private static boolean removed(UUID point) {
        return point.getLeastSignificantBits() % 2 == 0;
    }

    private void both(RepairLedger memory, Function<RepairLedger, Object> question) {
        assertThat(question.apply(memory)).isEqualTo(question.apply(stored));
    }

    private static RepairEvidence row(UUID task, UUID point, Decision decision, Instant at) {
        return new RepairEvidence(Ids.next(), task, point, decision, at,
                new RepairCase("endpoint.down", SubjectRef.parse("endpoint:x"), Map.of("team", "a"), Severity.HIGH,
                        1000L,
                        "repair-endpoint", "repair", List.of(), "repair.api.endpoint", 3_600_000),
                Work.NONE, Aftermath.NONE, false);
    }
}
