package ink.dreamnet.halo.task;

import java.time.Instant;

/// The state in which nothing is dispatched or leased.
///
/// @param since since when
/// @param by who said so
/// @param reason in their words
public record Pause(Instant since, String by, String reason) {

    /// @return as one sentence, for whoever meets it
    public String sentence() {
        return "HALO is paused since %s by '%s': %s".formatted(since, by, reason);
    }
}
