package ink.dreamnet.halo.deploy;

import ink.dreamnet.halo.core.Wire;

/// How a deploy was reported.
public enum DeploySource implements Wire {
    /// A caller of `POST /api/halo/deploys`.
    API,
    /// GitHub's webhook.
    GITHUB,
    /// GitLab's webhook.
    GITLAB,
    /// An event of a wormhole.
    EVENT,
    /// HALO itself: a service answers with another version than before.
    INFO,
    /// HALO itself: a repository has a new tag.
    TAG;

    /// @return whether HALO detected it itself, perhaps on each of several instances or repositories
    boolean detected() {
        return this == INFO || this == TAG;
    }
}
