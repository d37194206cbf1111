package ink.dreamnet.halo.wormhole;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How the events of DreamNet's Event Wormholes are polled (`halo.wormhole.dreamnet.*`).
///
/// @param baseUrl DreamNet's API; empty: nothing is polled
/// @param poll how it is polled
@ConfigurationProperties("halo.wormhole.dreamnet")
@Validated
record PollProperties(@DefaultValue("") String baseUrl, @DefaultValue @Valid Poll poll) {

    private static final String PATH = "/api/events/recent?limit=";

    /// @throws IllegalArgumentException where the base URL is none of http or https
    PollProperties {
        baseUrl = baseUrl.strip().replaceFirst("/+$", "");
        if (!baseUrl.isEmpty() && !baseUrl.matches("https?://[^\\s/?#@]+(/[^\\s?#]*)?")) {
            throw new IllegalArgumentException("halo.wormhole.dreamnet.base-url: '%s' is not an http or https URL"
                    .formatted(baseUrl.replaceFirst("//[^/]*@", "//***@")));
        }
    }

    /// How Event Wormholes is polled.
    ///
    /// @param enabled whether it is
    /// @param interval how often, 1 s to 1 h. Event Wormholes keeps 1,000 events: what comes between two polls beyond that is
    ///        missed, and reported
    /// @param limit how many events are asked for at once, 1 to 1,000
    /// @param firstWindow of what age at most events are taken at the very first poll, 0 s to 1 d; older ones are history
    /// @param timeout how long a poll may take, 100 ms to 1 min
    record Poll(@DefaultValue("true") boolean enabled,
            @DefaultValue("10s") @NotNull @DurationMin(seconds = 1) @DurationMax(hours = 1) Duration interval,
            @DefaultValue("1000") @Min(1) @Max(1000) int limit,
            @DefaultValue("5m") @NotNull @DurationMin @DurationMax(days = 1) Duration firstWindow,
            @DefaultValue("10s") @NotNull @DurationMin(millis = 100) @DurationMax(minutes = 1) Duration timeout) {
    }

    /// @return what is polled: nothing or one
    List<EventBus> buses() {
        return !poll.enabled() || baseUrl.isEmpty()
                ? List.of()
                : List.of(new EventBus(URI.create(baseUrl + PATH + poll.limit()), poll));
    }
}
