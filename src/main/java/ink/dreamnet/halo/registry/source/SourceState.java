package ink.dreamnet.halo.registry.source;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// When another service last answered, and why it failed since.
///
/// @param source the service's id
/// @param answeredAt when it last gave a valid answer; null where it never did
/// @param failedAt when it last failed; null where it answered since, or was never asked
/// @param failure why it failed then
public record SourceState(String source, @Nullable Instant answeredAt, @Nullable Instant failedAt,
        @Nullable String failure) {

    /// @return whether the last attempt failed, so that what is known is older
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

    /// The source in an answer of the API.
    ///
    /// @param id the service's id
    /// @param answeredAt when it last gave a valid answer
    /// @param ageMs how long ago that is
    /// @param stale whether it failed since, so that nothing newer is known
    /// @param failure why it failed
    public record View(String id, @Nullable Instant answeredAt, @Nullable Long ageMs, boolean stale,
            @Nullable String failure) {
    }

    /// @return the source in an answer of the API; null where it was never asked
    public @Nullable View view(Instant now) {
        if (answeredAt == null && failedAt == null) {
            return null;
        }
        return new View(source, answeredAt, answeredAt == null ? null : Duration.between(answeredAt, now).toMillis(),
                stale(), failure);
    }
}
