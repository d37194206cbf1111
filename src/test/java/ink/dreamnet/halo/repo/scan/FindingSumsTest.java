package ink.dreamnet.halo.repo.scan;

import java.util.List;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FindingSumsTest {

    private final FindingSums sums = new FindingSums();

    private static Finding finding(Severity severity, int number) {
        return new Finding("repo.link-broken", severity, "%03d.md".formatted(number), 1, "links to nothing");
    }

    @Test
    void addWhenThereAreMoreThanAreKeptKeepsTheWorst() {
        for (int number = 0; number < 200; number++) {
            sums.add(finding(number % 100 == 99 ? Severity.HIGH : number % 10 == 5 ? Severity.MEDIUM : Severity.LOW,
                    number));
        }
        CodeFindings all = sums.all().getFirst();
        assertThat(all.total()).isEqualTo(200);
        assertThat(all.worst()).isEqualTo(Severity.HIGH);
        assertThat(all.totalOfWorst()).isEqualTo(2);
        assertThat(all.first()).hasSize(50).startsWith(finding(Severity.HIGH, 99), finding(Severity.HIGH, 199),
                finding(Severity.MEDIUM, 5), finding(Severity.MEDIUM, 15));
        assertThat(all.first().subList(22, 50)).allMatch(finding -> finding.severity() == Severity.LOW)
                .extracting(Finding::path).isSorted().startsWith("000.md");
    }

    @Test
    void addWhenSumsAreAddedCountsTheWorstOfBoth() {
        sums.add(new CodeFindings("repo.link-broken", 70, Severity.LOW, 70, List.of(finding(Severity.LOW, 1))));
        sums.add(new CodeFindings("repo.link-broken", 9, Severity.MEDIUM, 4, List.of(finding(Severity.MEDIUM, 2))));
        sums.add(new CodeFindings("repo.link-broken", 5, Severity.MEDIUM, 3, List.of(finding(Severity.MEDIUM, 3))));
        assertThat(sums.all()).containsExactly(new CodeFindings("repo.link-broken", 84, Severity.MEDIUM, 7,
                List.of(finding(Severity.MEDIUM, 2), finding(Severity.MEDIUM, 3), finding(Severity.LOW, 1))));
    }
}
