package ink.dreamnet.halo.squad;

import java.time.Duration;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How the efficiency of squads is judged (`halo.squad.*`).
///
/// @param window how far back failures, load and idleness are judged, 10 min to 24 h
/// @param recent how far back failures are also judged, so that a sudden change is seen soon; 1 min to `window`
/// @param fresh how old the last numbers of a squad may be before nothing is known of it, 1 min to 24 h
/// @param sampleEvery how far apart the samples of a squad are kept; what is reported sooner replaces the last one. 1 s to 10 min
/// @param history for how long the hours are kept that a squad's durations are compared with, 12 h to 30 days
/// @param minFinished how many tasks must have finished before anything is judged by them, 1 to 100,000
/// @param doubtFrom from how many squads on an empty list counts as a failure of its source
/// @param failure from which failure rates on a squad is failing
/// @param duration how much slower than its past or its peers a squad must be
/// @param backlog how much backlog is too much
/// @param unevenFrom from which inequality of load on (0: all members do the same, 1: one does everything) it is an issue
@ConfigurationProperties("halo.squad")
@Validated
record SquadProperties(
        @DefaultValue("3h") @NotNull @DurationMin(minutes = 10) @DurationMax(hours = 24) Duration window,
        @DefaultValue("30m") @NotNull @DurationMin(minutes = 1) Duration recent,
        @DefaultValue("15m") @NotNull @DurationMin(minutes = 1) @DurationMax(hours = 24) Duration fresh,
        @DefaultValue("1m") @NotNull @DurationMin(seconds = 1) @DurationMax(minutes = 10) Duration sampleEvery,
        @DefaultValue("3d") @NotNull @DurationMin(hours = 12) @DurationMax(days = 30) Duration history,
        @DefaultValue("10") @Min(1) @Max(100_000) int minFinished, @DefaultValue("5") @Min(2) int doubtFrom,
        @DefaultValue @Valid Failure failure, @DefaultValue @Valid Slow duration, @DefaultValue @Valid Backlog backlog,
        @DefaultValue("0.5") double unevenFrom) {

    /// @throws IllegalArgumentException where the window does not hold the recent part or a share is none
    SquadProperties {
        if (recent.compareTo(window) > 0) {
            throw new IllegalArgumentException(
                    "halo.squad.recent: %s is longer than halo.squad.window, %s".formatted(recent, window));
        }
        if (!(unevenFrom > 0 && unevenFrom <= 1)) {
            throw new IllegalArgumentException(
                    "halo.squad.uneven-from: %s is not above 0 and at most 1".formatted(unevenFrom));
        }
    }

    /// From which failure rate on, by the lower bound of its 95 % confidence interval, a squad is failing.
    ///
    /// @param medium at least so much is a medium issue
    /// @param high at least so much is a high issue
    /// @param critical at least so much is a critical issue
    record Failure(@DefaultValue("0.2") double medium, @DefaultValue("0.35") double high,
            @DefaultValue("0.6") double critical) {

        /// @throws IllegalArgumentException where the thresholds are not in order between 0 and 1
        Failure {
            if (!(0 < medium && medium <= high && high <= critical && critical <= 1)) {
                throw new IllegalArgumentException(
                        "halo.squad.failure: medium (%s), high (%s) and critical (%s) must rise from above 0 to at most 1"
                                .formatted(medium, high, critical));
            }
        }
    }

    /// How much slower a squad must be.
    ///
    /// @param deviation by how many robust standard deviations above its past, at least 1
    /// @param ratio and how many times as slow as in its past, above 1; the excess counts twice for the 95th percentile
    /// @param peerDeviation by how many robust standard deviations (of the logarithms) above its peers, at least 1
    /// @param peerRatio and how many times as slow as its peers, above 1
    /// @param minHours how many hours of the past it takes, 3 to 720
    /// @param minPeers how many peers it takes, 3 to 10,000
    record Slow(@DefaultValue("4") double deviation, @DefaultValue("1.5") double ratio,
            @DefaultValue("5") double peerDeviation, @DefaultValue("3") double peerRatio,
            @DefaultValue("12") @Min(3) @Max(720) int minHours, @DefaultValue("8") @Min(3) @Max(10_000) int minPeers) {

        /// @throws IllegalArgumentException where a deviation is below 1 or a ratio not above 1
        Slow {
            if (!(deviation >= 1 && peerDeviation >= 1 && ratio > 1 && peerRatio > 1)) {
                throw new IllegalArgumentException(
                        "halo.squad.duration: deviation (%s) and peer-deviation (%s) must be at least 1, ratio (%s) and peer-ratio (%s) above 1"
                                .formatted(deviation, peerDeviation, ratio, peerRatio));
            }
        }
    }

    /// When a growing backlog is an issue.
    ///
    /// @param chance how likely the growth may be by chance at most, above 0 and below 0.5
    /// @param atLeast how many tasks must wait, 1 or more
    /// @param medium from how long it would take to clear it on, were nothing to arrive, it is a medium issue
    /// @param high from how long on it is a high issue
    /// @param critical from how long on it is a critical issue; a backlog that grows while nothing finishes is one too
    record Backlog(@DefaultValue("0.01") double chance, @DefaultValue("10") @Min(1) long atLeast,
            @DefaultValue("30m") @NotNull Duration medium, @DefaultValue("4h") @NotNull Duration high,
            @DefaultValue("24h") @NotNull Duration critical) {

        /// @throws IllegalArgumentException where the chance is none or the durations are not in order
        Backlog {
            if (!(chance > 0 && chance < 0.5)) {
                throw new IllegalArgumentException(
                        "halo.squad.backlog.chance: %s is not above 0 and below 0.5".formatted(chance));
            }
            if (medium.isNegative() || medium.compareTo(high) > 0 || high.compareTo(critical) > 0) {
                throw new IllegalArgumentException(
                        "halo.squad.backlog: medium (%s), high (%s) and critical (%s) must rise".formatted(medium, high,
                                critical));
            }
        }
    }
}
