package ink.dreamnet.halo.task.dispatch;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.task.PerformanceRecord.Performance;
import ink.dreamnet.halo.task.dispatch.Ranking.Performer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RankingTest {

    /// @param text `id`, then `dead` or `full` where it is, and what is known: `deploy full 0.8/16`
    private static Performer performer(String text) {
        List<String> words = List.of(text.strip().split(" +"));
        Performance known = words.stream().filter(word -> word.contains("/")).findFirst().map(word -> word.split("/"))
                .map(numbers -> new Performance(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1])))
                .orElse(null);
        return new Performer(words.getFirst(), !words.contains("dead"), !words.contains("full"), known);
    }

    private static Ranking squads(String list) {
        return Ranking.of(SubjectKind.SQUAD, Arrays.stream(list.split(",")).map(RankingTest::performer).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "b 0.8/16, a 0.4/9                | b",
            "b 0.51/1, a                      | b",
            "b, a 0.49/40                     | b",
            "b 0.9/40 dead, a 0.1/40          | a",
            "b 0.9/40 full, a 0.1/40          | a",
            "b 0.9/40 dead, a 0.1/40 full     | a",
            "b 0.9/40 full, a 0.1/40 full     | b",
            "b dead, a 0.6/3 dead             | a",
            "a                                | a",
            "a dead full                      | a"})
    void chooseGoesByLifeThenRoomThenSuccess(String able, String chosen) {
        for (int i = 0; i < 20; i++) {
            assertThat(squads(able).choose(new UUID(7, i)).orElseThrow().id()).isEqualTo(chosen);
        }
    }

    @Test
    void chooseWhenNobodyCanIsEmpty() {
        assertThat(Ranking.of(SubjectKind.AGENT, List.of()).choose(new UUID(1, 2))).isEmpty();
    }

    @Test
    void chooseWhenSeveralAreEqualSharesTheTasksAndGivesTheSameTaskToTheSameOne() {
        Ranking ranking = squads("c, a 0.5/8, b, d 0.4/8, e dead");
        Ranking reordered = squads("e dead, d 0.4/8, b, c, a 0.5/8");
        var shares = IntStream.range(0, 300).mapToObj(i -> new UUID(0x0190_0000_0000_7000L, i * 0x9E3779B97F4A7C15L))
                .peek(task -> assertThat(reordered.choose(task)).isEqualTo(ranking.choose(task)))
                .collect(Collectors.groupingBy(task -> ranking.choose(task).orElseThrow().id(), Collectors.counting()));
        assertThat(shares).containsOnlyKeys("a", "b", "c");
        assertThat(shares.values()).allMatch(share -> share > 60);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            "deploy 0.8/16 | -",
            "deploy 0.8/16, platform 0.375/9.4 | squad deploy: 80 % of such tasks are expected to help (16 known); platform: 38 % (9 known)",
            "deploy full, night 0.9/3 dead | squad deploy: no such task is known, no room; night: 90 % (3 known), no live agent",
            "a 0.6/2, b, c, d, e, f | squad a: 60 % of such tasks are expected to help (2 known); b: none known; c: none known; d: none known; and 2 more",
            "a, b | squad a: no such task is known; b: none known; 2 that are equal share the tasks"})
    void chooseSaysWhy(String able, String reason) {
        assertThat(squads(able).choose(new UUID(0, 0)).orElseThrow().reason()).isEqualTo(reason);
    }

    @Test
    void chooseAmongManyIsRankedOnce() {
        Ranking many = Ranking.of(SubjectKind.AGENT, Stream.iterate(0, i -> i + 1).limit(17_000)
                .map(i -> performer("agent-" + i + (i == 16_999 ? " 0.7/12" : ""))).toList());
        assertThat(many.choose(new UUID(3, 4)).orElseThrow().reason()).startsWith("agent agent-16999: 70 % of such")
                .endsWith("; and 16996 more");
    }
}
