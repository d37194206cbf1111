package ink.dreamnet.halo.registry;

import ink.dreamnet.halo.core.Wire;

/// Who decides about the definition of a subject.
public enum ManagedBy implements Wire {
    /// HALO's configuration: the API cannot change it.
    CONFIG,
    /// The callers of the API.
    API,
    /// Squad Builder, from which it was pulled; a `PUT` takes it over.
    SQUAD_BUILDER,
    /// The Graft Engine, from which it was pulled; a `PUT` takes it over.
    GRAFT_ENGINE
}
