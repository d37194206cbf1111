package ink.dreamnet.halo.registry.source;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// What HALO remembers of asking another service for something.
///
/// @param source the service's id
/// @param answeredAt when it last gave a usable answer; null where it never did
/// @param failedAt when it last failed; null where it answered since, or was never asked
/// @param failure why it failed then
public record SourceState(String source, @Nullable Instant answeredAt, @Nullable Instant failedAt,
        @Nullable String failure) {

    /// @return whether what is known from it is older than the last attempt to know better
    public boolean stale() {
        return failedAt != null;
    }

    /// @return the evidence for an issue: when it last answered, and how long ago that is
    public Map<String, Object> evidence(Instant now) {
        Map<String, Object> data = new HashMap<>();
        data.put("source", source);
        if (answeredAt != null) {
            data.put("lastAnswerAt", answeredAt.toString());
            data.put("lastAnswerAgeMs", Duration.between(answeredAt, now).toMillis());
        }
        return data;
    }

    /// What an answer of the API says of the source.
    ///
    /// @param id the service's id
    /// @param answeredAt when it last gave a usable answer
    /// @param ageMs how long ago that is
    /// @param stale whether it failed since, so that nothing newer is known
    /// @param failure why it failed
    public record View(String id, @Nullable Instant answeredAt, @Nullable Long ageMs, boolean stale,
            @Nullable String failure) {
    }

    /// @return what an answer of the API says of it; null where it was never asked
    public @Nullable View view(Instant now) {
        if (answeredAt == null && failedAt == null) {
            return null;
        }
        return new View(source, answeredAt, answeredAt == null ? null : Duration.between(answeredAt, now).toMillis(),
                stale(), failure);
    }
}
