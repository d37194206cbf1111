package ink.dreamnet.halo.resonance.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.pattern.Finding;
import ink.dreamnet.halo.resonance.pattern.Findings;
import ink.dreamnet.halo.resonance.timeline.Check;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Health;
import ink.dreamnet.halo.resonance.timeline.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class GroupDetectorTest {

    private static final long CYCLE_MS = 300_000;
    private static final int DAY = 288;
    /// What the first test of an installation needs at least at a false discovery rate of 5 %.
    private static final double ENOUGH = 20;

    private final Fleet fleet = new Fleet();
    private final Timeline timeline = new Timeline(20);
    private final GroupDetector detector = new GroupDetector(fleet);
    private final Map<String, Finding> found = new TreeMap<>();
    private double most;
    private long atMs;

    private final Findings findings = new Findings() {
        @Override
        public void report(Finding finding) {
            found.put(finding.key(), finding);
            most = Math.max(most, finding.eValue());
        }

        @Override
        public void end(String pattern, String key) {
            found.remove(key);
        }
    };

    private void declare(int subjects, Map<String, String> labels) {
        for (int i = 0; i < subjects; i++) {
            fleet.declare(new SubjectRef(SubjectKind.ENDPOINT, "s" + fleet.size()), new Facts(labels, List.of(), null));
        }
    }

    private void cycle(List<Integer> down) {
        List<Check> looks = new ArrayList<>();
        for (int number = 0; number < fleet.size(); number++) {
            looks.add(new Check(number, down.contains(number) ? Health.DOWN : Health.UP, Double.NaN));
        }
        atMs += CYCLE_MS;
        CycleFacts facts = CycleFacts.of(atMs, looks);
        detector.cycle(facts, timeline.add(facts), timeline, findings);
    }

    private void calm(int cycles) {
        for (int i = 0; i < cycles; i++) {
            cycle(List.of());
        }
    }

    /// Each fails on its own: calm for days, then several outages within hours.
    private void failIndependently(Random random, int cycles) {
        double[] until = new double[fleet.size()];
        int[] left = new int[fleet.size()];
        boolean[] down = new boolean[fleet.size()];
        for (int number = 0; number < until.length; number++) {
            until[number] = exponential(random, 5 * DAY);
        }
        for (int cycle = 0; cycle < cycles; cycle++) {
            List<Integer> weak = new ArrayList<>();
            for (int number = 0; number < until.length; number++) {
                if (cycle >= until[number]) {
                    down[number] = !down[number];
                    left[number] = down[number]
                            ? left[number] > 0 ? left[number] - 1 : random.nextInt(4)
                            : left[number];
                    until[number] = cycle + exponential(random, down[number] || left[number] > 0 ? 12 : 5 * DAY);
                }
                if (down[number]) {
                    weak.add(number);
                }
            }
            cycle(weak);
        }
    }

    private static double exponential(Random random, double mean) {
        return 1 - mean * Math.log(1 - random.nextDouble());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void cycleWhenThreeFallTogetherAmongIndependentOnesFindsTheThree(long seed) {
        declare(12, Map.of());
        Random random = new Random(seed);
        for (int i = 0; i < 6; i++) {
            calm(DAY + random.nextInt(DAY));
            cycle(List.of(random.nextInt(9)));
            calm(random.nextInt(DAY));
            cycle(List.of(9));
            cycle(List.of(9, 10, 11));
        }

        assertThat(detector.groups().all()).singleElement()
                .satisfies(group -> assertThat(group.members()).containsExactly(9, 10, 11));
        assertThat(found.values()).singleElement().satisfies(finding -> {
            assertThat(finding.eValue()).isGreaterThan(1_000);
            assertThat(finding.template()).isEqualTo("{0}, {1} and {2} become weak together");
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void cycleWhenAllFailIndependentlyInBurstsHasNoEvidence(long seed) {
        declare(16, Map.of());

        failIndependently(new Random(seed), 40 * DAY);

        assertThat(most).isLessThan(ENOUGH);
    }

    @Test
    void cycleWhenTwoAreWeakForLongTogetherButFallApartFindsNothing() {
        declare(4, Map.of());
        for (int i = 0; i < 8; i++) {
            calm(DAY);
            for (int cycle = 0; cycle < DAY; cycle++) {
                cycle(cycle < 6 ? List.of(0) : List.of(0, 1));
            }
        }

        assertThat(detector.groups().all()).isEmpty();
    }

    @Test
    void cycleWhenFewFallTogetherNeedsLessWhereTheyShareAHost() {
        declare(6, Map.of());
        declare(2, Map.of("host", "h1"));
        for (int i = 0; i < 3; i++) {
            calm(3 * DAY);
            cycle(List.of(0, 1));
            calm(3 * DAY);
            cycle(List.of(6, 7));
        }

        assertThat(detector.groups().all()).singleElement()
                .satisfies(group -> assertThat(group.members()).containsExactly(6, 7));
    }

    @Test
    void cycleWhenAGroupFallsApartEndsIt() {
        declare(6, Map.of());
        for (int i = 0; i < 6; i++) {
            calm(DAY);
            cycle(List.of(0, 1));
        }
        assertThat(found).hasSize(1);

        for (int i = 0; i < 80; i++) {
            calm(DAY / 4);
            cycle(List.of(i % 2));
        }

        assertThat(found).isEmpty();
        assertThat(detector.groups().all()).isEmpty();
    }

    @Test
    void cycleWhenMostOfALargeFleetFallsSaysNothingOfPairs() {
        declare(100, Map.of());
        List<Integer> all = new ArrayList<>();
        for (int number = 0; number < 100; number++) {
            all.add(number);
        }
        for (int i = 0; i < 6; i++) {
            calm(DAY);
            cycle(all);
        }

        assertThat(detector.groups().all()).isEmpty();
    }

    @Test
    void cycleWhenMembersJoinKeepsTheKey() {
        declare(6, Map.of());
        for (int i = 0; i < 6; i++) {
            calm(DAY);
            cycle(List.of(2, 3));
        }
        String key = detector.groups().all().getFirst().key();
        for (int i = 0; i < 6; i++) {
            calm(DAY);
            cycle(List.of(1, 2, 3));
        }

        assertThat(detector.groups().all()).singleElement().satisfies(group -> {
            assertThat(group.members()).containsExactly(1, 2, 3);
            assertThat(group.key()).isEqualTo(key);
        });
    }
}
