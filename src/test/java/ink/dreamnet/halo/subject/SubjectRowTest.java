package ink.dreamnet.halo.subject;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectList.Listed;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.subject.SubjectStatus.OpenWeakPoint;
import ink.dreamnet.halo.weakpoint.Suppression;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SubjectRowTest {

    private static final Instant BEFORE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");

    /// The whole table: what is open (severity and what suppresses it), whether a window covers it, whether it is paused, who is blind.
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                              |         |        |       | up          | u
            -                              |         |        | probe | unknown     | x
            -                              | covered |        |       | maintenance | w
            -                              | covered |        | probe | maintenance | w
            -                              |         | paused |       | paused      | p
            critical                       |         |        |       | weak        | c
            high                           |         |        |       | weak        | h
            medium                         |         |        |       | weak        | m
            medium high                    |         |        |       | weak        | h
            high                           |         |        | probe | weak        | h
            high                           | covered |        |       | weak        | h
            high                           |         | paused |       | paused      | p
            high:weak-point                |         |        |       | weak        | h
            high:silence                   |         |        |       | silenced    | s
            high:snooze                    |         |        | probe | silenced    | s
            high:silence high:maintenance  | covered |        |       | silenced    | s
            high:maintenance               |         |        |       | maintenance | w
            critical:silence medium        |         |        |       | weak        | m
            """)
    void stateFollowsFromWhatIsKnown(@Nullable String open, @Nullable String covered, @Nullable String paused,
            @Nullable String blind, String state, String letter) {
        SubjectRow row = SubjectRow.of(listed(paused != null), true, BEFORE).covered(covered != null, BEFORE)
                .with(points(open), blind == null ? Set.of() : Set.of(blind), BEFORE).observed(null, NOW);

        assertThat(row.state().wire()).isEqualTo(state);
        assertThat(row.checks()).isEqualTo(letter);
    }

    @Test
    void stateWhenNeverObservedIsUnknown() {
        assertThat(SubjectRow.of(listed(false), true, NOW).state()).isEqualTo(SubjectState.UNKNOWN);
        assertThat(SubjectRow.of(listed(false), true, NOW).missed().checks()).isEqualTo("x");
    }

    @Test
    void sinceIsWhenTheStateBeganAndNotWhenItWasLastChecked() {
        SubjectRow up = SubjectRow.of(listed(false), true, BEFORE).observed("{}", BEFORE).observed(null, NOW);

        assertThat(up.since()).isEqualTo(BEFORE);
        assertThat(up.checkedAt()).isEqualTo(NOW);
        assertThat(up.result()).as("what was measured before stands").isEqualTo("{}");
        assertThat(up.with(points("high"), Set.of(), NOW).since()).isEqualTo(NOW);
    }

    @Test
    void stripKeepsTheLastFiftyChecksTheNewestLast() {
        SubjectRow row = SubjectRow.of(listed(false), true, BEFORE).missed();
        for (int i = 0; i < SubjectStatus.CHECKS; i++) {
            row = row.observed(null, NOW);
        }
        assertThat(row.checks()).isEqualTo("u".repeat(50));
        assertThat(row.missed().checks()).hasSize(50).endsWith("ux");
    }

    private static Listed listed(boolean paused) {
        return new Listed(SubjectRef.parse("endpoint:shop"), "Shop", null, Map.of(), paused);
    }

    private static List<OpenWeakPoint> points(@Nullable String text) {
        return text == null ? List.of() : Arrays.stream(text.split(" ")).map(point -> {
            String[] parts = point.split(":");
            return new OpenWeakPoint(UUID.randomUUID(), "shop.broken",
                    Severity.valueOf(parts[0].toUpperCase(java.util.Locale.ROOT)),
                    parts.length == 1
                            ? null
                            : Suppression.Kind.valueOf(parts[1].toUpperCase(java.util.Locale.ROOT).replace('-', '_')));
        }).toList();
    }
}
