package ink.dreamnet.halo.task;

/// How many tasks a cycle cancelled, by why.
///
/// @param resolved because their weak points resolved by themselves
/// @param removed because the subjects of their weak points were removed
/// @param flapping because their weak points began or ceased to flap, so that other repairs are proposed
public record CancelledTasks(int resolved, int removed, int flapping) {
}
