package ink.dreamnet.halo.console.layout;

import java.util.List;

import ink.dreamnet.halo.console.live.Mark;
import ink.dreamnet.halo.engine.HaloStatus;

/// What stands on top of every page.
///
/// @param status how HALO is doing
/// @param failing the analyzers that did not complete, each with why
/// @param stopped what strategies may not propose any more, because it did harm
/// @param sinks the sinks that events do not get through to
/// @param mark how far everything was then
public record Bar(HaloStatus status, List<HaloStatus.AnalyzerState> failing, List<String> stopped,
        List<String> sinks, Mark mark) {

    /// @return how many tasks wait for somebody's approval
    public long waiting() {
        return status.tasks().getOrDefault("pending-approval", 0L);
    }

    /// @return how many tasks could not be done, and wait for a decision
    public long deadLetters() {
        return status.tasks().getOrDefault("dead-letter", 0L);
    }
}
