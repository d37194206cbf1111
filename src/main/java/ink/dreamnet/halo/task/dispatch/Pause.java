package ink.dreamnet.halo.task.dispatch;

import java.time.Instant;

import org.springframework.modulith.NamedInterface;

/// The state in which nothing is dispatched or leased.
///
/// @param since since when
/// @param by who paused it
/// @param reason why
@NamedInterface("dispatch")
public record Pause(Instant since, String by, String reason) {

    /// @return as one sentence, for whoever meets it
    public String sentence() {
        return "HALO is paused since %s by '%s': %s".formatted(since, by, reason);
    }
}
