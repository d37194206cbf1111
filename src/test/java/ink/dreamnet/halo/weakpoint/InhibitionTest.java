package ink.dreamnet.halo.weakpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.Inhibition.Root;
import org.junit.jupiter.api.Test;

import static ink.dreamnet.halo.core.Severity.CRITICAL;
import static ink.dreamnet.halo.core.Severity.HIGH;
import static ink.dreamnet.halo.core.Severity.MEDIUM;
import static org.assertj.core.api.Assertions.assertThat;

class InhibitionTest {

    private final Map<SubjectRef, List<SubjectRef>> dependsOn = new HashMap<>();
    private final List<Root> open = new ArrayList<>();

    private static SubjectRef subject(String id) {
        return SubjectRef.parse("endpoint:" + id);
    }

    private void depend(String from, String... on) {
        dependsOn.put(subject(from), List.of(on).stream().map(InhibitionTest::subject).toList());
    }

    private Root open(String id, Severity severity) {
        Root root = new Root(new UUID(0, open.size()), subject(id), "endpoint.down", severity);
        open.add(root);
        return root;
    }

    private Optional<Root> rootOf(Root weakPoint) {
        return new Inhibition(dependsOn, open).rootOf(weakPoint.subject(), weakPoint.severity());
    }

    @Test
    void rootOfWhenDependencyIsAtLeastAsBadIsThatDependency() {
        depend("web", "db");
        Root web = open("web", HIGH);
        Root db = open("db", HIGH);
        assertThat(rootOf(web)).hasValue(db);
        assertThat(rootOf(db)).isEmpty();
    }

    @Test
    void rootOfWhenDependencyIsLessBadIsNone() {
        depend("web", "db");
        Root web = open("web", CRITICAL);
        open("db", HIGH);
        assertThat(rootOf(web)).isEmpty();
    }

    @Test
    void rootOfWhenDependencyIsWellButItsDependencyIsNotIsThat() {
        depend("web", "api");
        depend("api", "db");
        Root web = open("web", MEDIUM);
        Root db = open("db", CRITICAL);
        assertThat(rootOf(web)).hasValue(db);
    }

    @Test
    void rootOfIsTheDeepest() {
        depend("web", "api");
        depend("api", "db");
        depend("db", "disk");
        Root web = open("web", MEDIUM);
        Root api = open("api", CRITICAL);
        open("db", MEDIUM);
        Root disk = open("disk", HIGH);
        assertThat(rootOf(web)).hasValue(disk);
        // nothing below it is as bad, so it is a cause of its own
        assertThat(rootOf(api)).isEmpty();
    }

    @Test
    void rootOfWhenSeveralBranchesAreOpenIsTheWorstThenTheFirst() {
        depend("web", "cache", "db", "queue");
        Root web = open("web", MEDIUM);
        open("cache", MEDIUM);
        Root db = open("db", HIGH);
        open("queue", HIGH);
        assertThat(rootOf(web)).hasValue(db);
    }

    @Test
    void rootOfWhenSubjectsDependInACircleIsNoneOfThem() {
        depend("a", "b");
        depend("b", "c");
        depend("c", "a");
        depend("web", "a");
        Root a = open("a", HIGH);
        Root b = open("b", CRITICAL);
        Root web = open("web", HIGH);
        assertThat(rootOf(a)).isEmpty();
        assertThat(rootOf(b)).isEmpty();
        assertThat(rootOf(web)).hasValue(b);
        depend("c", "a", "db");
        Root db = open("db", HIGH);
        assertThat(rootOf(a)).hasValue(db);
        assertThat(rootOf(b)).isEmpty();
    }

    @Test
    void rootOfWhenSubjectHasTwoWeakPointsDoesNotInhibitItself() {
        depend("web", "web");
        Root down = open("web", HIGH);
        open("web", CRITICAL);
        assertThat(rootOf(down)).isEmpty();
    }

    @Test
    void rootOfWhenTheChainIsLongIsFoundWithoutRecursion() {
        for (int i = 0; i < 50_000; i++) {
            depend("e" + i, "e" + (i + 1));
        }
        Root first = open("e0", HIGH);
        Root last = open("e50000", HIGH);
        assertThat(rootOf(first)).hasValue(last);
    }

    /// Against the definition, taken literally, on random graphs with circles.
    @Test
    void rootOfAgreesWithTheDefinition() {
        SplittableRandom random = new SplittableRandom(20261124);
        for (int round = 0; round < 400; round++) {
            dependsOn.clear();
            open.clear();
            int subjects = 2 + random.nextInt(8);
            for (int from = 0; from < subjects; from++) {
                Set<String> on = new HashSet<>();
                for (int edges = random.nextInt(4); edges > 0; edges--) {
                    on.add("s" + random.nextInt(subjects));
                }
                depend("s" + from, on.toArray(String[]::new));
            }
            for (int points = random.nextInt(2 * subjects); points > 0; points--) {
                open("s" + random.nextInt(subjects), Severity.values()[1 + random.nextInt(3)]);
            }
            Inhibition inhibition = new Inhibition(dependsOn, open);
            for (Root point : open) {
                List<Root> causes = causes(point);
                Optional<Root> root = inhibition.rootOf(point.subject(), point.severity());
                assertThat(root.isPresent()).as("%s in %s", point, dependsOn).isEqualTo(!causes.isEmpty());
                root.ifPresent(cause -> {
                    assertThat(causes).contains(cause);
                    assertThat(causes(cause)).as("nothing is the cause of a root").isEmpty();
                });
            }
        }
    }

    private List<Root> causes(Root point) {
        return open.stream().filter(other -> other.severity().atLeast(point.severity())
                && reaches(point.subject(), other.subject()) && !reaches(other.subject(), point.subject())).toList();
    }

    private boolean reaches(SubjectRef from, SubjectRef to) {
        Set<SubjectRef> seen = new HashSet<>();
        List<SubjectRef> next = new ArrayList<>(List.of(from));
        while (!next.isEmpty()) {
            SubjectRef here = next.removeLast();
            if (here.equals(to)) {
                return true;
            }
            if (seen.add(here)) {
                next.addAll(dependsOn.getOrDefault(here, List.of()));
            }
        }
        return false;
    }
}
