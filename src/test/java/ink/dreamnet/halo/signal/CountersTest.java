package ink.dreamnet.halo.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import ink.dreamnet.halo.signal.Counters.Increase;
import ink.dreamnet.halo.signal.Counters.Series;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CountersTest {

    private static Counters of(Map<String, Double> values) {
        Map<String, Series> series = new HashMap<>();
        values.forEach((key, value) -> series.put(key, new Series(value, key.startsWith("err"), 0)));
        return new Counters(series);
    }

    private static Increase between(Map<String, Double> before, Map<String, Double> now) {
        return of(now).since(of(before), Map.of(), 0, true);
    }

    @Test
    void sinceWhenCountersGrowFallOrAppearCountsWhatCame() {
        assertThat(between(Map.of("ok", 10.0, "err", 1.0), Map.of("ok", 15.0, "err", 3.0)))
                .isEqualTo(new Increase(7, 2));
        assertThat(between(Map.of("ok", 1000.0), Map.of("ok", 4.0))).isEqualTo(new Increase(4, 0));
        assertThat(between(Map.of("ok", 10.0), Map.of("ok", 10.0, "err", 2.0))).isEqualTo(new Increase(2, 2));
        assertThat(between(Map.of("ok", 10.0, "old", 5.0), Map.of("ok", 11.0))).isEqualTo(new Increase(1, 0));
    }

    /// One process restarts while another, behind the same target, goes on: a fall of the sum would hide it.
    @Test
    void sinceWhenOneOfSeveralSeriesResetsCountsEachByItself() {
        assertThat(between(Map.of("a", 100.0, "b", 100.0), Map.of("a", 5.0, "b", 300.0)))
                .isEqualTo(new Increase(205, 0));
    }

    @Test
    void sinceWhenNewSeriesIsOlderThanTheLastScrapeIsNotCounted() {
        Increase increase = of(Map.of("ok", 500.0)).since(of(Map.of()), Map.of("ok", 50.0), 100, true);
        assertThat(increase).isEqualTo(new Increase(0, 0));
        assertThat(of(Map.of("ok", 500.0)).since(of(Map.of()), Map.of("ok", 150.0), 100, true).requests())
                .isEqualTo(500);
    }

    @Test
    void carryingWhenSeriesIsMissedGoesOnFromWhereItWasAndIsForgottenInTheEnd() {
        Counters kept = of(Map.of("gone", 90.0));
        for (int i = 0; i < Counters.MAX_MISSED; i++) {
            kept = of(Map.of("ok", 1.0)).carrying(kept, 100);
        }
        kept = Counters.parse(kept.text());
        assertThat(of(Map.of("gone", 95.0)).since(kept, Map.of(), 0, true).requests()).isEqualTo(5);
        assertThat(of(Map.of("ok", 1.0)).carrying(kept, 100).series()).containsOnlyKeys("ok");
    }

    /// Scraped however seldom, a counter that is reset only between scrapes that see it grow gives no more than what
    /// happened, and without resets exactly that.
    @Test
    void sinceWhenSeriesAreRandomNeverCountsMoreThanHappened() {
        Random random = new Random(11);
        for (int round = 0; round < 500; round++) {
            boolean resets = random.nextBoolean();
            double happened = 0;
            double counted = 0;
            double value = random.nextInt(1000);
            Counters last = of(Map.of("ok", value));
            for (int step = 0; step < 50; step++) {
                if (resets && random.nextInt(10) == 0) {
                    value = 0;
                }
                int more = random.nextInt(20);
                value += more;
                happened += more;
                if (random.nextInt(3) == 0 || step == 49) {
                    Counters now = of(Map.of("ok", value));
                    counted += now.since(last, Map.of(), 0, true).requests();
                    last = now;
                }
            }
            assertThat(counted).isLessThanOrEqualTo(happened);
            if (!resets) {
                assertThat(counted).isEqualTo(happened);
            }
        }
    }

    @Test
    void overWhenSpreadAddsUpAndStaysWithin() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            Instant from = Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt(1_000_000));
            Instant to = from.plusMillis(1 + random.nextInt(3_000_000));
            long requests = random.nextInt(100_000);
            long errors = random.nextInt(50);
            List<SignalStore.Bucket> buckets = Spread.over(SignalStore.FINE, "s", from, to, requests, errors, true,
                    Duration.ofHours(1));
            assertThat(buckets.stream().mapToLong(b -> b.counts().requests()).sum()).isEqualTo(requests);
            assertThat(buckets.stream().mapToLong(b -> b.counts().errors()).sum()).isEqualTo(errors);
            assertThat(buckets.stream().mapToLong(b -> b.counts().coveredMs()).sum())
                    .isEqualTo(Duration.between(from, to).toMillis());
            assertThat(buckets).allSatisfy(b -> assertThat(b.startS() % 5).isZero());
            assertThat(buckets.getFirst().startS()).isGreaterThan(from.getEpochSecond() - 6);
            assertThat(buckets.getLast().startS()).isLessThanOrEqualTo(to.getEpochSecond());
        }
        assertThat(Spread.over(SignalStore.FINE, "s", Instant.EPOCH, Instant.EPOCH.plusSeconds(7200), 7200, 0, false,
                Duration.ofHours(1)).stream().mapToLong(b -> b.counts().requests()).sum()).isEqualTo(3600);
    }
}
