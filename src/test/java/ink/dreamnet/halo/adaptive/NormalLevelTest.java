package ink.dreamnet.halo.adaptive;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class NormalLevelTest {

    private static final long START = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();
    private static final int DAY = 1440;

    /// Traffic with a daily rhythm and Poisson-like noise.
    private static double usual(int minute, Random random) {
        double mean = 200 + 120 * Math.sin(2 * Math.PI * minute / DAY);
        return Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
    }

    private static List<SampleScore> fed(NormalLevel level, int from, int to, double factor, Random random) {
        List<SampleScore> verdicts = new ArrayList<>();
        for (int i = from; i < to; i++) {
            verdicts.add(level.observe(START + i * 60_000L, Math.rint(factor * usual(i, random))));
        }
        return verdicts;
    }

    @ParameterizedTest
    @CsvSource({"3,spike", "0,drop", "1.7,s", "0.5,"})
    void observeWhenLevelChangesFiresOnceWithinFiveSamplesAndSaysWhatItSaw(double factor, String kind) {
        Random random = new Random(5);
        NormalLevel level = new NormalLevel(AdaptiveProperties.DEFAULTS, new NormalState());
        assertThat(fed(level, 0, 3 * DAY + 500, 1, random)).noneMatch(SampleScore::fires);
        List<SampleScore> changed = fed(level, 3 * DAY + 500, 3 * DAY + 515, factor, random);
        assertThat(changed.subList(0, 5)).filteredOn(SampleScore::fires).hasSize(1);
        assertThat(changed.subList(5, 15)).noneMatch(SampleScore::fires);
        SampleScore fired = changed.stream().filter(SampleScore::fires).findFirst().orElseThrow();
        assertThat(fired.reason()).startsWith(kind == null ? "" : kind);
        assertThat(fired.score()).isBetween(0.5, 1.0);
        assertThat(fed(level, 3 * DAY + 515, 4 * DAY, 1, random)).noneMatch(SampleScore::fires);
    }

    @Test
    void observeWhenChangeLastsIsTheNewNormalAndItsEndFires() {
        Random random = new Random(6);
        NormalLevel level = new NormalLevel(AdaptiveProperties.DEFAULTS, new NormalState());
        fed(level, 0, 3 * DAY, 1, random);
        assertThat(fed(level, 3 * DAY, 3 * DAY + 300, 2, random)).filteredOn(SampleScore::fires).hasSize(1);
        assertThat(level.anomalous()).isFalse();
        assertThat(fed(level, 3 * DAY + 300, 3 * DAY + 320, 1, random)).filteredOn(SampleScore::fires).hasSize(1);
    }

    @Test
    void observeWhenWarmingUpNeverFires() {
        Random random = new Random(7);
        NormalLevel level = new NormalLevel(AdaptiveProperties.DEFAULTS, new NormalState());
        fed(level, 0, 600, 1, random);
        assertThat(fed(level, 600, 620, 10, random)).noneMatch(SampleScore::fires);
        assertThat(level.warm()).isFalse();
    }

    /// What is read back goes on as if nothing had happened.
    @Test
    void readWhenStateWasSavedGoesOnTheSame() {
        NormalLevel one = new NormalLevel(AdaptiveProperties.DEFAULTS, new NormalState());
        fed(one, 0, 2 * DAY + 77, 1, new Random(8));
        String saved = NormalStateCodec.write(one.state());
        assertThat(saved.length()).isLessThan(30_000);
        NormalLevel other = new NormalLevel(AdaptiveProperties.DEFAULTS, NormalStateCodec.read(saved));
        assertThat(NormalStateCodec.write(other.state())).isEqualTo(saved);
        List<SampleScore> ofOne = fed(one, 2 * DAY + 77, 2 * DAY + 177, 1.2, new Random(9));
        List<SampleScore> ofOther = fed(other, 2 * DAY + 77, 2 * DAY + 177, 1.2, new Random(9));
        for (int i = 0; i < ofOne.size(); i++) {
            assertThat(ofOther.get(i).expected()).isEqualTo(ofOne.get(i).expected());
            assertThat(ofOther.get(i).fires()).isEqualTo(ofOne.get(i).fires());
        }
    }

    /// A smaller version of the benchmark, with seeds that it was not tuned on.
    @Test
    void judgeWhenSeriesAreOfManyFamiliesSeesChangesAndSeldomFiresFalsely() {
        Outcome sum = Outcome.NONE;
        for (long seed = 5000; seed < 5030; seed++) {
            sum = sum.plus(Outcome.of(SyntheticSeries.of(seed, 60_000, 21, 3, true), AdaptiveProperties.DEFAULTS));
        }
        assertThat(sum.changes()).isGreaterThan(300);
        assertThat((double) sum.seen() / sum.changes()).as("missed: %s", sum.missed()).isGreaterThan(0.95);
        assertThat(sum.falsely() / sum.weeks()).isLessThan(1);
    }

    @Test
    void judgeWhenSamplesAreRareSeesChangesAndSeldomFiresFalsely() {
        Outcome sum = Outcome.NONE;
        Outcome others = Outcome.NONE;
        for (long seed = 5000; seed < 5030; seed++) {
            sum = sum.plus(Outcome.of(SyntheticSeries.of(seed, 300_000, 21, 3, true), AdaptiveProperties.DEFAULTS));
            others = others.plus(Outcome.of(OtherSeries.of(seed, 300_000, true), AdaptiveProperties.DEFAULTS));
        }
        assertThat(sum.seenShare()).as("missed: %s", sum.missed()).isGreaterThan(0.95);
        assertThat(sum.falseAWeek()).isLessThan(1);
        assertThat(others.seenShare()).as("missed: %s", others.missed()).isGreaterThan(0.88);
        assertThat(others.falseAWeek()).isLessThan(1);
        assertThat(others.ranking()).isGreaterThan(0.95);
    }

    /// A job that runs each night is a change in the first night, and its end in the second; then it is normal.
    @Test
    void observeWhenSomethingRecursEachDayIsNormalAfterTwoDays() {
        Random random = new Random(11);
        NormalLevel level = new NormalLevel(AdaptiveProperties.DEFAULTS, new NormalState());
        fed(level, 0, 2 * DAY, 1, random);
        assertThat(fed(level, 2 * DAY, 2 * DAY + 12, 3, random)).filteredOn(SampleScore::fires).hasSize(1);
        fed(level, 2 * DAY + 12, 3 * DAY, 1, random);
        assertThat(fed(level, 3 * DAY, 3 * DAY + 12, 3, random)).noneMatch(SampleScore::fires);
        fed(level, 3 * DAY + 12, 4 * DAY, 1, random);
        for (int day = 4; day < 7; day++) {
            assertThat(fed(level, day * DAY, day * DAY + 12, 3, random)).noneMatch(SampleScore::fires);
            assertThat(fed(level, day * DAY + 12, (day + 1) * DAY, 1, random)).noneMatch(SampleScore::fires);
        }
    }

    /// Nothing depends on the unit of values that are no counts.
    @ParameterizedTest
    @CsvSource({"864,300000,0.001", "864,300000,1", "1000,3600000,1000"})
    void observeWhenHistoryIsShortAndNotOfCountsIsSensible(int samples, long intervalMs, double unit) {
        Random random = new Random(12);
        NormalLevel level = new NormalLevel(AdaptiveProperties.DEFAULTS, new NormalState());
        int fired = 0;
        for (int i = 0; i < samples; i++) {
            double day = i * (double) intervalMs / NormalState.DAY;
            double value = unit * (2 + 0.8 * Math.sin(2 * Math.PI * day) + 0.1 * random.nextGaussian());
            SampleScore verdict = level.observe(START + i * intervalMs, i == samples - 40 ? 2 * value : value);
            fired += verdict.fires() ? 1 : 0;
            assertThat(verdict.fires()).as("sample %d", i).isEqualTo(i == samples - 40);
        }
        assertThat(fired).isEqualTo(1);
    }

    @Test
    void observeWhenValuesAreOddStaysFinite() {
        Random random = new Random(10);
        for (int round = 0; round < 30; round++) {
            NormalLevel level = new NormalLevel(new AdaptiveProperties(Duration.ofMinutes(1), 0.2, 0, 0, 6),
                    new NormalState());
            long at = START;
            for (int i = 0; i < 3000; i++) {
                at += 1 + (random.nextInt(50) == 0 ? random.nextInt(1_000_000_000) : random.nextInt(60_000));
                double value = switch (random.nextInt(5)) {
                    case 0 -> 0;
                    case 1 -> random.nextDouble() * 1e15;
                    case 2 -> random.nextDouble();
                    default -> random.nextInt(100);
                };
                SampleScore verdict = level.observe(at, value);
                assertThat(verdict.score()).isBetween(0.0, 1.0);
                assertThat(verdict.expected()).isFinite();
            }
        }
    }
}
