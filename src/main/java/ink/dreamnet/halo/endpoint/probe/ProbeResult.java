package ink.dreamnet.halo.endpoint.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// What the probing of one target came to, confirmation included.
///
/// @param id the target's id
/// @param verdict the outcome of the last attempt
/// @param message the outcome as one sentence without a full stop, fit for an operator
/// @param status the HTTP status, where there was one
/// @param timings the phases of the last attempt
/// @param certificate the server's certificate, where one was presented, also when it was refused
/// @param failedConditions the conditions that do not hold, each with the value that was seen; empty when none failed
/// @param attempts how many probes it took, at least 1
/// @param at when the last attempt ended
public record ProbeResult(String id, Verdict verdict, String message, @Nullable Integer status, Timings timings,
        @Nullable Certificate certificate, List<String> failedConditions, int attempts, Instant at) {

    public ProbeResult {
        failedConditions = List.copyOf(failedConditions);
    }

    /// @return whether the last attempt took no longer than that
    public boolean within(Duration limit) {
        Double total = timings.totalMs();
        return total != null && total <= limit.toMillis();
    }
}
