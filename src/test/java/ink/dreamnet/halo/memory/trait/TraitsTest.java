package ink.dreamnet.halo.memory.trait;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;

import ink.dreamnet.halo.memory.trait.Traits.Evidence;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static ink.dreamnet.halo.memory.trait.EntityState.CLEAN;
import static ink.dreamnet.halo.memory.trait.EntityState.FLAPPING;
import static ink.dreamnet.halo.memory.trait.EntityState.UNKNOWN;
import static ink.dreamnet.halo.memory.trait.EntityState.WEAK;
import static org.assertj.core.api.Assertions.assertThat;

/// Traits against numbers that were computed by hand.
class TraitsTest {

    private static final Entity SHOP = new Entity(EntityKind.ENDPOINT, "shop");
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = 24 * HOUR;
    private static final long START = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();

    private final List<Span> spans = new ArrayList<>();

    private TraitsTest then(EntityState state, long at) {
        return then(state, at, at, null);
    }

    private TraitsTest then(EntityState state, long after, long at, @Nullable Boolean repaired) {
        spans.add(new Span("a", SHOP, state, spans.isEmpty() ? null : START + after, START + at, repaired, ""));
        return this;
    }

    private Trait trait(TraitKey key, long at) {
        return find(key, Evidence.of(SHOP, spans), Reference.NONE, at).orElseThrow();
    }

    private static Optional<Trait> find(TraitKey key, Evidence evidence, Reference reference, long at) {
        return Traits.of(evidence, List.of(), reference, START + at).traits().stream()
                .filter(trait -> trait.key() == key).findFirst();
    }

    @Test
    void reliabilityIsTheDiscountedShareOfCleanTimeShrunkToAHalf() {
        then(CLEAN, 0).then(WEAK, 30 * DAY);
        // the weight of t days ago is 2^(-t/30); its integral over (a, b) days ago is 30/ln 2 · (2^(-a/30) - 2^(-b/30)) days.
        // As of day 60: clean from 60 to 30 days ago: 43.2809 · (1/2 - 1/4) = 10.8202 days = 259.6851 h; weak from 30 to 0 days
        // ago: 43.2809 · (1 - 1/2) = 21.6404 days = 519.3702 h. (259.6851 + 12) / (779.0553 + 24) = 0.3383
        Trait reliability = trait(TraitKey.RELIABILITY, 60 * DAY);
        assertThat(reliability.value()).isEqualTo(0.3383);
        assertThat(reliability.effective()).isEqualTo(32.46);
        assertThat(reliability.hours()).isEqualTo(1440);
        assertThat(reliability.changedAt()).isEqualTo(Instant.ofEpochMilli(START + 30 * DAY));
    }

    @Test
    void reliabilityAfterOneDayIsHalfBelieved() {
        // 24 h of clean time, hardly discounted: 43.2809 · (1 - 2^(-1/30)) days = 23.7252 h; (23.7252 + 12) / (23.7252 + 24)
        assertThat(then(CLEAN, 0).trait(TraitKey.RELIABILITY, DAY).value()).isEqualTo(0.7486);
    }

    @Test
    void reliabilityCountsNoTimeThatWasNotObserved() {
        then(CLEAN, 0).then(UNKNOWN, DAY, DAY + HOUR, null).then(CLEAN, DAY, 9 * DAY, null);
        assertThat(trait(TraitKey.RELIABILITY, 10 * DAY).hours()).isEqualTo(48);
    }

    @Test
    void stabilityIsOneMinusTheShareOfFlapping() {
        then(CLEAN, 0).then(FLAPPING, 30 * DAY);
        // as reliability above, with flapping in the place of weak
        assertThat(trait(TraitKey.STABILITY, 60 * DAY).value()).isEqualTo(0.3383);
        spans.clear();
        assertThat(then(CLEAN, 0).then(WEAK, 30 * DAY).trait(TraitKey.STABILITY, 60 * DAY).value())
                // nothing flapped: (779.0553 + 12) / (779.0553 + 24)
                .isEqualTo(0.9851);
    }

    @Test
    void recoverabilityCountsWhatHealedByItselfWithinAnHour() {
        // healed after 10 minutes; not within 1 h; with a repair; ended while nobody looked
        then(CLEAN, 0).then(WEAK, HOUR).then(CLEAN, HOUR + HOUR / 6, HOUR + HOUR / 6, false)
                .then(WEAK, 10 * HOUR).then(WEAK, 11 * HOUR, 11 * HOUR, false).then(CLEAN, 12 * HOUR, 12 * HOUR, false)
                .then(WEAK, 20 * HOUR).then(CLEAN, 20 * HOUR + HOUR / 6, 20 * HOUR + HOUR / 6, true)
                .then(WEAK, 30 * HOUR).then(UNKNOWN, 30 * HOUR, 31 * HOUR, null)
                .then(CLEAN, 30 * HOUR, 32 * HOUR, null);
        Trait recoverability = trait(TraitKey.RECOVERABILITY, 32 * HOUR);
        // one of two, hardly discounted
        assertThat(recoverability.effective()).isCloseTo(2, Offset.offset(0.1));
        assertThat(recoverability.value()).isCloseTo(0.5, Offset.offset(0.005));
        assertThat(recoverability.changedAt()).isEqualTo(Instant.ofEpochMilli(START + 11 * HOUR));
    }

    @Test
    void recoverabilityGoesByTheMiddlesOfTheIntervals() {
        // weak since 60 ± 30 min, clean since 115 ± 5 min: 55 min
        then(CLEAN, 0).then(WEAK, HOUR / 2, HOUR + HOUR / 2, null).then(CLEAN, HOUR * 110 / 60, 2 * HOUR, false);
        assertThat(trait(TraitKey.RECOVERABILITY, 2 * HOUR).value()).isEqualTo(0.6);
        spans.clear();
        // first seen weak: since when is not known
        then(WEAK, 0).then(CLEAN, HOUR / 6, HOUR / 6, false);
        assertThat(find(TraitKey.RECOVERABILITY, Evidence.of(SHOP, spans), Reference.NONE, HOUR)).isEmpty();
    }

    @Test
    void latencyComparesWithItsPastAndItsPeers() {
        Evidence evidence = new Evidence(SHOP, List.of(),
                List.of(new Level(START, 100), new Level(START + 30 * DAY, 400)),
                List.of());
        // own past: weights 10.8202 and 21.6404 days (see above), so 100^(1/3) · 400^(2/3) = 251.98; 400/(400+251.98) = 0.6135;
        // 0.6135 shrunk by (0.6135 · 779.0553 + 12) / (779.0553 + 24) = 0.6101
        assertThat(find(TraitKey.LATENCY, evidence, Reference.NONE, 60 * DAY).orElseThrow().value()).isEqualTo(0.6101);
        // peers at 100 ms: 400/500 = 0.8; (0.6135 + 0.8) / 2 = 0.7068, shrunk 0.7006
        Reference peers = new Reference(1, Map.of(Reference.latency(EntityKind.ENDPOINT), 100.0));
        assertThat(find(TraitKey.LATENCY, evidence, peers, 60 * DAY).orElseThrow().value()).isEqualTo(0.7006);
    }

    @Test
    void velocityAndSuccessGoByTasks() {
        int week = Week.of(START);
        Entity ops = new Entity(EntityKind.SQUAD, "ops");
        Evidence evidence = new Evidence(ops, List.of(), List.of(), List.of(
                new Week("agent.revive", week, 6, 1, 1, 2, 800), new Week("other", week, 1, 0, 0, 0, 50)));
        Reference peers = new Reference(1, Map.of(Reference.seconds(EntityKind.SQUAD, "agent.revive"), 300.0));
        // as of the middle of the week nothing is discounted. Own 800/8 = 100 s, peers 300 s: 300/400 = 0.75 in 8 tasks;
        // (8 · 0.75 + 4 · 0.5) / 12 = 0.6667. The other type has no peers to compare with.
        long middle = 7 * DAY / 2;
        Trait velocity = find(TraitKey.VELOCITY, evidence, peers, middle).orElseThrow();
        assertThat(velocity.value()).isEqualTo(0.6667);
        assertThat(velocity.effective()).isEqualTo(8);
        // (7 + 2) / (11 + 4)
        assertThat(find(TraitKey.SUCCESS, evidence, peers, middle).orElseThrow().value()).isEqualTo(0.6);
        // a half-life later: (3.5 + 2) / (5.5 + 4)
        assertThat(find(TraitKey.SUCCESS, evidence, peers, middle + 30 * DAY).orElseThrow().value()).isEqualTo(0.5789);
    }

    @Test
    void successNeverFallsByOneTaskMoreThatHelpedAndDoesNotGoByTheOrder() {
        SplittableRandom random = new SplittableRandom(7);
        Entity ops = new Entity(EntityKind.SQUAD, "ops");
        for (int i = 0; i < 200; i++) {
            List<Week> weeks = new ArrayList<>();
            for (int j = 0; j < 10; j++) {
                weeks.add(new Week("t", Week.of(START) - random.nextInt(50), random.nextInt(5), random.nextInt(5),
                        random.nextInt(2), random.nextInt(2), 60));
            }
            double before = success(ops, weeks);
            Collections.shuffle(weeks, new Random(i));
            assertThat(success(ops, weeks)).isEqualTo(before);
            int changed = random.nextInt(weeks.size());
            Week week = weeks.get(changed);
            weeks.set(changed, week.plus(new Week("t", week.week(), 1, 0, 0, 0, 60)));
            assertThat(success(ops, weeks)).isGreaterThanOrEqualTo(before);
        }
    }

    private static double success(Entity entity, List<Week> weeks) {
        return find(TraitKey.SUCCESS, new Evidence(entity, List.of(), List.of(), weeks), Reference.NONE, 7 * DAY)
                .map(Trait::value).orElse(0.5);
    }

    @Test
    void nothingIsKnownOfWhatWasNeverObserved() {
        assertThat(Traits.of(Evidence.of(SHOP, List.of()), List.of(), Reference.NONE, START).traits()).isEmpty();
    }

    @Test
    void weekBeginsOnMonday() {
        assertThat(Week.of(START)).isEqualTo(Week.of(START + 7 * DAY - 1)).isEqualTo(Week.of(START - 1) + 1);
        assertThat(Week.startMs(Week.of(START + 3 * DAY))).isEqualTo(START);
    }
}
