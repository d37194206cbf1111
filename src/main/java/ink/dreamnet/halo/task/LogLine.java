package ink.dreamnet.halo.task;

/// A line of the log that a target keeps about a task.
///
/// @param run the run that it is about
/// @param text at most 500 characters
public record LogLine(int run, String text) {
}
