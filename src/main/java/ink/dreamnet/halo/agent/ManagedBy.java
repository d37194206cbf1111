package ink.dreamnet.halo.agent;

import ink.dreamnet.halo.core.Wire;

/// Who declares an agent, and so who may change it.
enum ManagedBy implements Wire {
    /// A caller of the API.
    API,
    /// The configuration (`halo.agents[]`); the API cannot change it.
    CONFIG,
    /// Squad Builder, from which it was pulled; a `PUT` takes it over.
    SQUAD_BUILDER
}
