package ink.dreamnet.halo.core;

/// Tells who is behind the request that is being served.
@FunctionalInterface
public interface CurrentActor {

    /// @return the authenticated caller; [Actor#HALO] outside a request
    Actor get();
}
