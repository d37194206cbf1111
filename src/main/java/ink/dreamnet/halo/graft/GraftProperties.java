package ink.dreamnet.halo.graft;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How grafts are judged (`halo.graft.*`).
///
/// @param pendingFor how long a graft may be pending, 1 min to 30 days
/// @param validatedFor how long a graft may be validated without being installed, 1 min to 30 days
/// @param flapWindow within which time changes of status are counted, 1 min to 7 days
/// @param flapChanges from how many changes on a graft is flapping, 3 to 50; installing it again takes three
/// @param doubtFrom from how many grafts on an empty list counts as a failure of the source
/// @param connectTimeout how long a connection to a graft's endpoint may take, 1 ms to 1 min
/// @param timeout how long its answer may take, 1 ms to 2 min
/// @param attempts how often it is asked before it counts as down, 1 to 10
@ConfigurationProperties("halo.graft")
@Validated
record GraftProperties(
        @DefaultValue("30m") @NotNull @DurationMin(minutes = 1) @DurationMax(days = 30) Duration pendingFor,
        @DefaultValue("1h") @NotNull @DurationMin(minutes = 1) @DurationMax(days = 30) Duration validatedFor,
        @DefaultValue("1h") @NotNull @DurationMin(minutes = 1) @DurationMax(days = 7) Duration flapWindow,
        @DefaultValue("5") @Min(3) @Max(50) int flapChanges, @DefaultValue("5") @Min(2) int doubtFrom,
        @DefaultValue("2s") @NotNull @DurationMin(millis = 1) @DurationMax(minutes = 1) Duration connectTimeout,
        @DefaultValue("5s") @NotNull @DurationMin(millis = 1) @DurationMax(minutes = 2) Duration timeout,
        @DefaultValue("3") @Min(1) @Max(10) int attempts) {
}
