package ink.dreamnet.halo.resonance.origin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.group.Group;
import ink.dreamnet.halo.resonance.group.Groups;
import ink.dreamnet.halo.resonance.pattern.Finding;
import ink.dreamnet.halo.resonance.pattern.Findings;
import ink.dreamnet.halo.resonance.timeline.Check;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Health;
import ink.dreamnet.halo.resonance.timeline.Measure;
import ink.dreamnet.halo.resonance.timeline.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class IncidentsTest {

    private static final long CYCLE_MS = 300_000;

    private final Fleet fleet = new Fleet();
    private final Timeline timeline = new Timeline(20);
    private final Incidents incidents = new Incidents(fleet);
    private final Map<String, Finding> storms = new TreeMap<>();
    private final Map<String, Health> health = new TreeMap<>();
    private final Map<String, double[]> values = new TreeMap<>();
    private Groups groups = Groups.NONE;
    private long atMs;

    private final Findings findings = new Findings() {
        @Override
        public void report(Finding finding) {
            assertThat(finding.pattern()).isEqualTo("storm");
            storms.put(finding.key(), finding);
        }

        @Override
        public void end(String pattern, String key) {
            storms.remove(key);
        }
    };

    private void declare(String name, String... dependsOn) {
        fleet.declare(ref(name),
                new Facts(Map.of(), List.of(dependsOn).stream().map(IncidentsTest::ref).toList(), null));
        health.put(name, Health.UP);
    }

    private static SubjectRef ref(String name) {
        return new SubjectRef(SubjectKind.ENDPOINT, name);
    }

    private List<Incident> cycle() {
        atMs += CYCLE_MS;
        List<Check> looks = new ArrayList<>();
        List<Measure> measures = new ArrayList<>();
        health.forEach((name, how) -> looks.add(new Check(fleet.number(ref(name)), how, Double.NaN)));
        values.forEach((name, own) -> {
            int number = fleet.number(ref(name));
            measures.add(new Measure(number, "latency", own[0], Double.NaN));
            measures.add(new Measure(number, "availability", own[1], Double.NaN));
            measures.add(new Measure(number, "requests", own[2], Double.NaN));
        });
        CycleFacts facts = new CycleFacts(atMs, looks, measures, List.of(), List.of());
        return incidents.cycle(facts, timeline.add(facts), timeline, groups, findings);
    }

    private void cycles(int many) {
        for (int i = 0; i < many; i++) {
            cycle();
        }
    }

    private void fall(String... names) {
        for (String name : names) {
            health.put(name, Health.DOWN);
        }
    }

    private List<String> candidates(Incident incident) {
        return incident.candidates().stream().map(each -> fleet.subject(each.subject()).id()).toList();
    }

    @Test
    void cycleWhenAChainIsDownNamesTheDeepestFirst() {
        declare("site", "shop", "search");
        declare("shop", "database");
        declare("search", "database");
        declare("database", "disk");
        declare("disk");
        cycles(3);
        fall("site", "shop", "search", "database");
        List<Incident> now = cycle();
        assertThat(now).hasSize(1);
        assertThat(candidates(now.getFirst())).startsWith("database").hasSize(4);
        assertThat(now.getFirst().candidates().getFirst().why())
                .isEqualTo("it is down; 3 of 3 others depend on it, and nothing that it depends on explains that");
        assertThat(cycle().getFirst().key()).isEqualTo(now.getFirst().key());
    }

    @Test
    void cycleWhenSubjectsInACircleAreDownBlamesNoneOfThemForBeingBelowTheOther() {
        declare("a", "b");
        declare("b", "a");
        declare("c", "a");
        cycles(3);
        fall("a", "b", "c");
        assertThat(candidates(cycle().getFirst())).containsExactly("a", "b", "c");
    }

    @Test
    void cycleWhenSomethingInBetweenIsUnknownNamesTheOriginBelow() {
        declare("site", "proxy");
        declare("proxy", "database");
        declare("database");
        cycles(3);
        fall("site", "database");
        health.put("proxy", Health.UNKNOWN);
        assertThat(candidates(cycle().getFirst())).startsWith("database");
    }

    @Test
    void cycleWhenNothingIsDeclaredNamesNobodyInAStorm() {
        for (int i = 0; i < 9; i++) {
            declare("site-" + i);
        }
        cycles(10);
        fall("site-1", "site-2", "site-3", "site-4", "site-5");
        List<Incident> now = cycle();
        assertThat(now).hasSize(1);
        assertThat(now.getFirst().storm()).isTrue();
        assertThat(now.getFirst().members()).hasSize(5);
        assertThat(now.getFirst().candidates()).isEmpty();
        assertThat(storms.values()).singleElement().satisfies(storm -> assertThat(storm.template())
                .isEqualTo("5 subjects fell within minutes of each other, and nothing stands out as their origin."));
        health.replaceAll((name, how) -> Health.UP);
        assertThat(cycle()).isEmpty();
        assertThat(storms).isEmpty();
    }

    @Test
    void cycleWhenAStormHasAnOriginSaysWhy() {
        declare("gateway");
        for (int i = 0; i < 6; i++) {
            declare("site-" + i, "gateway");
        }
        cycles(10);
        fall("gateway", "site-0", "site-1", "site-2");
        cycle();
        fall("site-3", "site-4", "site-5");
        assertThat(cycle().getFirst().members()).hasSize(7);
        assertThat(storms.values()).singleElement().satisfies(storm -> {
            assertThat(storm.subjects().getFirst()).isEqualTo(fleet.number(ref("gateway")));
            assertThat(storm.template())
                    .startsWith("7 subjects fell within minutes of each other; {0} is the likely origin");
        });
    }

    @Test
    void cycleWhenTwoFallTogetherThatDependOnNothingIsNoIncident() {
        declare("a");
        declare("b");
        cycles(3);
        fall("a", "b");
        assertThat(cycle()).isEmpty();
    }

    @Test
    void cycleWhenALearnedGroupFallsIsOneIncident() {
        declare("a");
        declare("b");
        declare("c");
        groups = new Groups(List.of(new Group("g", List.of(fleet.number(ref("a")), fleet.number(ref("b"))), 5)));
        cycles(3);
        fall("a", "b", "c");
        assertThat(cycle()).singleElement().satisfies(incident -> assertThat(incident.members()).hasSize(2));
    }

    /// The traffic of an application: the site calls a shop and a search, each with a database of its own.
    private void application(SplittableRandom random) {
        if (values.isEmpty()) {
            declare("site", "shop", "search");
            declare("shop", "orders");
            declare("search", "index");
            declare("orders");
            declare("index");
        }
        values.put("site", normal(random, 0.1, 500));
        values.put("shop", normal(random, 0.2, 100));
        values.put("search", normal(random, 0.006, 800));
        values.put("orders", normal(random, 0.004, 100));
        values.put("index", normal(random, 0.01, 800));
    }

    private static double[] normal(SplittableRandom random, double latency, int requests) {
        int failed = random.nextDouble() < 0.05 ? 1 : 0;
        return new double[]{latency * Math.exp(0.1 * random.nextGaussian()), 100 - 100.0 * failed / requests,
                Math.round(requests * (1 + 0.05 * random.nextGaussian()))};
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void cycleWhenACallIsSlowNamesWhereTheTimeIsSpent(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            application(random);
            cycle();
        }
        application(random);
        // 100 requests wait half a second longer, and so does a fifth of those of the site
        values.put("shop", new double[]{0.7, 100, 100});
        values.put("site", new double[]{0.2, 100, 500});
        // what is off as well, but by far too little to be why
        values.put("orders", new double[]{0.007, 100, 100});
        assertThat(candidates(cycle().getFirst())).startsWith("shop");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void cycleWhenOnlyTheTargetIsReportedNamesWhatFailsBelowIt(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            application(random);
            cycle();
        }
        application(random);
        health.put("site", Health.DEGRADED);
        values.put("search", new double[]{0.006, 97, 800});
        values.put("index", new double[]{0.01, 97, 800});
        assertThat(candidates(cycle().getFirst())).startsWith("index");
    }

    @Test
    void cycleWhenNothingIsWrongNamesNobody() {
        int named = 0;
        int cycles = 0;
        for (int seed = 1; seed <= 5; seed++) {
            IncidentsTest other = new IncidentsTest();
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 500; i++) {
                other.application(random);
                cycles += i < 100 ? 0 : 1;
                named += other.cycle().isEmpty() || i < 100 ? 0 : 1;
            }
        }
        assertThat(named / (double) cycles).isLessThan(0.02);
    }
}
