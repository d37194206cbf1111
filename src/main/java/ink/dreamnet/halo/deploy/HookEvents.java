package ink.dreamnet.halo.deploy;

/// Accepts the deployment webhooks of GitHub and GitLab as events.
public interface HookEvents {

    /// Accepts an event and returns when it is durable; the same event again is a duplicate.
    void accept(HookEvent event);
}
