package ink.dreamnet.halo.memory.trait;

/// What is known now of a subject to an analyzer.
///
/// @param state its state
/// @param sinceMs since when it was observed so
/// @param lookedMs when it was last observed
/// @param lasted where it is weak: whether it is recorded that this has lasted for [Traits#HORIZON]
record Watch(EntityState state, long sinceMs, long lookedMs, boolean lasted) {
}
