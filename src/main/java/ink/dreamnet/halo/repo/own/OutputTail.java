package ink.dreamnet.halo.repo.own;

/// The end of what a command wrote, standard output and error together as they came.
///
/// @param text at most as long as configured, without secrets that HALO recognizes and without terminals' control sequences
/// @param omittedBytes how many bytes were written before it
public record OutputTail(String text, long omittedBytes) {
}
