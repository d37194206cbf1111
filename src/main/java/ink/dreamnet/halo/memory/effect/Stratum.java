package ink.dreamnet.halo.memory.effect;

import java.time.Duration;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.memory.ledger.RepairCase;

/// What is compared only with its like: weak points that are old heal less often by themselves, and bad ones are approved more
/// often.
///
/// @param age the class of the weak point's age at the decision: below 5 minutes (0), 15 minutes, 1 hour, 6 hours, 24 hours, or
///        more (5); −1 where it is not known
/// @param severity how bad it was
record Stratum(int age, Severity severity) {

    private static final long[] AGES_MS = {Duration.ofMinutes(5).toMillis(), Duration.ofMinutes(15).toMillis(),
            Duration.ofHours(1).toMillis(), Duration.ofHours(6).toMillis(), Duration.ofHours(24).toMillis()};

    static Stratum of(RepairCase repair) {
        Long ageMs = repair.ageMs();
        return new Stratum(ageMs == null ? -1 : age(ageMs), repair.severity());
    }

    static int age(long ageMs) {
        int age = 0;
        while (age < AGES_MS.length && ageMs >= AGES_MS[age]) {
            age++;
        }
        return age;
    }
}
