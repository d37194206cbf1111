package ink.dreamnet.halo.deploy;

/// Keeps what was told of deployments among the events, where people and rules look for it.
public interface HookEvents {

    /// Keeps one, durably, once however often it is told.
    void keep(HookEvent event);
}
