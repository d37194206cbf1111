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
        assertThat(fed(level, 3 * DAY, 3 * DAY + 800, 2, random)).filteredOn(SampleScore::fires).hasSizeBetween(1, 2);
        assertThat(level.anomalous()).isFalse();
        assertThat(fed(level, 3 * DAY + 800, 3 * DAY + 820, 1, random)).filteredOn(SampleScore::fires).hasSize(1);
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
        Outcome others = Outcome.NONE;
        for (long seed = 5000; seed < 5020; seed++) {
            sum = sum.plus(Outcome.of(SyntheticSeries.of(seed, 300_000, 21, 3, true), AdaptiveProperties.DEFAULTS));
            others = others.plus(Outcome.of(OtherSeries.of(seed, 300_000, true), AdaptiveProperties.DEFAULTS));
        }
        assertThat(sum.changes()).isGreaterThan(60);
        assertThat(sum.seenShare()).as("missed: %s", sum.missed()).isGreaterThan(0.65);
        assertThat(sum.ranking()).isGreaterThan(0.93);
        assertThat(others.seenShare()).as("missed: %s", others.missed()).isGreaterThan(0.5);
        assertThat(others.ranking()).isGreaterThan(0.93);
        assertThat(sum.plus(others).falseAWeek()).isLessThan(2);
    }

    /// Noise alone fires as often as is configured, about, and less where less is asked for.
    @ParameterizedTest
    @CsvSource({"normal,0.02,0.1", "normal,0.2,0.6", "poisson,0.2,0.9", "rhythm,0.2,0.6", "correlated,0.2,1.2"})
    void observeWhenThereIsOnlyNoiseFiresAsSeldomAsConfigured(String noise, double aWeek, double atMost) {
        int fired = 0;
        int series = 4;
        for (long seed = 700; seed < 700 + series; seed++) {
            Random random = new Random(seed);
            NormalLevel level = new NormalLevel(new AdaptiveProperties(Duration.ofDays(1), aWeek, 0.15, 5, 20),
                    new NormalState());
            double state = 0;
            for (int i = 0; i < 28 * 288; i++) {
                state = 0.9 * state + random.nextGaussian();
                double value = switch (noise) {
                    case "poisson" -> Math.max(0, Math.rint(30 + Math.sqrt(30) * random.nextGaussian()));
                    case "rhythm" -> 100 + 50 * Math.sin(2 * Math.PI * i / 288) + 8 * random.nextGaussian();
                    case "correlated" -> 100 + 5 * state;
                    default -> 50 + 5 * random.nextGaussian();
                };
                fired += level.observe(START + i * 300_000L, value).fires() ? 1 : 0;
            }
        }
        assertThat(fired / (4.0 * series)).isLessThanOrEqualTo(atMost);
    }

    /// The load of office hours: a rise of about two hours around eight in the morning.
    private static double office(double day) {
        return 1 / ((1 + Math.exp(-(day * 24 - 8) * 2.2)) * (1 + Math.exp((day * 24 - 18) * 2.2)));
    }

    @ParameterizedTest
    @CsvSource({"1,16,7", "5,15,7", "15,16,7", "60,17,7", "1,21,5"})
    void observeWhenRiseDoesNotComeFiresWithinTheTimeItTakes(int minutes, int missing, int workdays) {
        int seen = 0;
        for (int seed = 40; seed < 44; seed++) {
            Random random = new Random(seed);
            NormalLevel level = new NormalLevel(AdaptiveProperties.DEFAULTS, new NormalState());
            boolean within = false;
            for (int i = 0; i < (missing * 24 + 11) * 60 / minutes; i++) {
                int day = i * minutes / DAY;
                double time = i * minutes % DAY / (double) DAY;
                double mean = minutes * (20 + (day == missing || day % 7 >= workdays ? 0 : 80 * office(time)));
                double value = Math.max(0, Math.rint(mean * (1 + 0.05 * random.nextGaussian())
                        + Math.sqrt(mean) * random.nextGaussian()));
                within |= level.observe(START + 60_000L * i * minutes, value).fires() && day == missing && time > 0.25;
            }
            seen += within ? 1 : 0;
        }
        assertThat(seen).isGreaterThanOrEqualTo(3);
    }

    /// A job is a change the first time, and the second; from the fourth on it is normal, but for some of its edges at first.
    @ParameterizedTest
    @CsvSource({"1440,50", "60,0"})
    void observeWhenJobRecursIsNormalAfterTheThirdTime(int everyMinutes, double base) {
        int first = 0;
        int later = 0;
        int series = 3;
        for (long seed = 11; seed < 11 + series; seed++) {
            Random random = new Random(seed);
            NormalLevel level = new NormalLevel(AdaptiveProperties.DEFAULTS, new NormalState());
            int before = 4 * DAY;
            for (int i = 0; i < 14 * DAY; i++) {
                double mean = i >= before && i % everyMinutes < 10 ? 250 : base;
                boolean fires = level.observe(START + i * 60_000L, Math.rint(mean * (1 + 0.1 * random.nextGaussian())))
                        .fires();
                first += fires && i >= before && i < before + 3 * everyMinutes ? 1 : 0;
                later += fires && i >= before + 3 * everyMinutes ? 1 : 0;
            }
        }
        assertThat(first).isBetween(series, 3 * series);
        assertThat(later).as("in ten days of each series").isLessThanOrEqualTo(4 * series);
    }

    /// Bursts that come at any time, some a day, are normal for a series that has them.
    @Test
    void observeWhenBurstsRecurIrregularlyIsSilent() {
        Random random = new Random(21);
        NormalLevel level = new NormalLevel(AdaptiveProperties.DEFAULTS, new NormalState());
        int fired = 0;
        int left = 0;
        for (int i = 0; i < 28 * DAY; i++) {
            left = random.nextInt(480) == 0 ? 3 + random.nextInt(8) : Math.max(0, left - 1);
            double mean = left > 0 ? 50 * (2 + 4 * random.nextDouble()) : 50;
            fired += level.observe(START + i * 60_000L, Math.rint(mean * (1 + 0.1 * random.nextGaussian()))).fires()
                    ? 1
                    : 0;
        }
        assertThat(fired).isLessThanOrEqualTo(6);
    }

    /// Zero is no drop to nothing where about zero is expected, and a value below it none either.
    @Test
    void observeWhenValuesAreAroundZeroIsNoDropToNothing() {
        Random random = new Random(22);
        NormalLevel level = new NormalLevel(AdaptiveProperties.DEFAULTS, new NormalState());
        int fired = 0;
        for (int i = 0; i < 14 * 288; i++) {
            double value = Math.rint(-3 + 2 * random.nextGaussian());
            SampleScore verdict = level.observe(START + i * 300_000L, i == 3000 ? -60 : value);
            assertThat(String.valueOf(verdict.reason())).doesNotContain("nothing");
            assertThat(i != 3000 || verdict.fires()).isTrue();
            fired += verdict.fires() ? 1 : 0;
        }
        assertThat(fired).isBetween(1, 3);
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
            assertThat(i != samples - 40 || verdict.fires()).as("sample %d", i).isTrue();
        }
        assertThat(fired).isBetween(1, 2);
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
                    case 1 -> (random.nextDouble() - 0.5) * 2e15;
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
