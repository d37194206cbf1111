package ink.dreamnet.halo.wormhole;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// When events request cycles (`halo.triggers.wormhole.*`).
///
/// @param enabled whether they do
/// @param cooldown how long after a cycle was requested the demands of further events are held, 0 to 1 d. They are
///        served together at its end
@ConfigurationProperties("halo.triggers.wormhole")
@Validated
record WormholeTriggerProperties(@DefaultValue("true") boolean enabled,
        @DefaultValue("30s") @NotNull @DurationMin @DurationMax(days = 1) Duration cooldown) {
}
