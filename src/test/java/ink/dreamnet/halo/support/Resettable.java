package ink.dreamnet.halo.support;

/// A test double in the context of a [HaloTest] that a test tells what to do. Before the next class of tests it is as at the
/// start of the context.
public interface Resettable {

    void reset();
}
