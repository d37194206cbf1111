package ink.dreamnet.halo.memory.trait;

import ink.dreamnet.halo.core.Wire;

/// The traits. Each is 0 to 1; 0.5 means that nothing is known.
public enum TraitKey implements Wire {
    /// The share of the observed time in which it had no open weak point.
    RELIABILITY,
    /// How slowly it answers, compared with its own past and its peers: 0 fast, 1 slow.
    LATENCY,
    /// How fast it comes from a task to a verified result, compared with its peers: 0 slow, 1 fast.
    VELOCITY,
    /// 1 minus the share of the observed time in which it was flapping.
    STABILITY,
    /// The share of its weak points that end by themselves within the horizon.
    RECOVERABILITY,
    /// The share of the tasks that were handed to it, or that it proposed, that helped.
    SUCCESS
}
