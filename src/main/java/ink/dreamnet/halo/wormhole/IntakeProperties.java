package ink.dreamnet.halo.wormhole;

import java.time.Duration;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import ink.dreamnet.halo.core.GroupCommit;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How events are accepted and kept (`halo.wormhole.*`).
///
/// @param keep how long events and their outcomes are kept, 1 h to 400 d
/// @param maxBatch how many events one request may have, 1 to 10,000
/// @param eventTimeout how long a problem that an event reported (action `task`) counts as firing after the last such event,
///        1 min to 30 d
/// @param intake how many events are accepted at once
@ConfigurationProperties("halo.wormhole")
@Validated
record IntakeProperties(@DefaultValue("7d") @NotNull @DurationMin(hours = 1) @DurationMax(days = 400) Duration keep,
        @DefaultValue("1000") @Min(1) @Max(10_000) int maxBatch,
        @DefaultValue("1h") @NotNull @DurationMin(minutes = 1) @DurationMax(days = 30) Duration eventTimeout,
        @DefaultValue @Valid Intake intake) {

    /// @throws IllegalArgumentException where a request may bring more than may wait: it could never be taken
    IntakeProperties {
        if (intake.capacity() < maxBatch) {
            throw new IllegalArgumentException(
                    "halo.wormhole.intake.capacity is %d; it must be at least halo.wormhole.max-batch, %d"
                            .formatted(intake.capacity(), maxBatch));
        }
    }

    /// How many events are accepted at once.
    ///
    /// @param capacity how many events may wait to be stored, 1 to 1,000,000; more are answered with 429
    /// @param batch how many events are stored together at most, 1 to 10,000
    /// @param gather how long a commit waits for more events to take along, 0 to 1 s
    /// @param timeout how long an event may wait for its commit before its sender gets 503, 100 ms to 1 min
    /// @param backlog how many stored events may wait to be routed, 100 to 10,000,000; while there are more, further events
    ///        are answered with 429
    record Intake(@DefaultValue("20000") @Min(1) @Max(1_000_000) int capacity,
            @DefaultValue("1000") @Min(1) @Max(10_000) int batch,
            @DefaultValue("5ms") @NotNull @DurationMin @DurationMax(seconds = 1) Duration gather,
            @DefaultValue("10s") @NotNull @DurationMin(millis = 100) @DurationMax(minutes = 1) Duration timeout,
            @DefaultValue("100000") @Min(100) @Max(10_000_000) int backlog) {

        GroupCommit.Bounds bounds() {
            return new GroupCommit.Bounds(capacity, batch, gather, timeout);
        }
    }
}
