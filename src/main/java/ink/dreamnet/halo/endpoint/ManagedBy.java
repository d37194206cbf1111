package ink.dreamnet.halo.endpoint;

import ink.dreamnet.halo.core.Wire;

/// Who decides about an endpoint's definition.
enum ManagedBy implements Wire {
    /// HALO's configuration: the API cannot change it.
    CONFIG,
    /// The callers of the API.
    API
}
