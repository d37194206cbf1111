package ink.dreamnet.halo.repo.own;

import java.time.Duration;

/// How an own check ended.
public sealed interface OwnCheckResult {

    /// The command ended with exit code 0.
    ///
    /// @param took how long it ran
    record Passed(Duration took) implements OwnCheckResult {
    }

    /// The command ended with another exit code.
    ///
    /// @param exitCode which; 128 and the signal's number where a signal ended it
    /// @param output what it wrote at last
    /// @param took how long it ran
    record Failed(int exitCode, OutputTail output, Duration took) implements OwnCheckResult {
    }

    /// The command did not end in time and was killed, with all that it had started.
    ///
    /// @param after how long it was allowed to run
    /// @param output what it wrote at last
    record TimedOut(Duration after, OutputTail output) implements OwnCheckResult {
    }

    /// The command was never run, which says nothing about the repository.
    ///
    /// @param reason one clause for an operator
    record CouldNotStart(String reason) implements OwnCheckResult {
    }
}
