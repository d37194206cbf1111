package ink.dreamnet.halo.registry;

import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.http.Provenance;

/// Who manages the definition of a subject.
public enum ManagedBy implements Wire {
    /// HALO's configuration: the API cannot change it.
    CONFIG,
    /// The callers of the API.
    API,
    /// Squad Builder, from which it was pulled; a `PUT` makes it managed by `api`.
    SQUAD_BUILDER,
    /// The Graft Engine, from which it was pulled; a `PUT` makes it managed by `api`.
    GRAFT_ENGINE;

    /// @param allowed the files that may be named over the API
    /// @return those that a definition may name
    public AllowedFiles files(AllowedFiles allowed) {
        return this == CONFIG ? AllowedFiles.ANY : allowed;
    }

    /// @return who named what its subjects are found at
    public Provenance provenance() {
        return this == CONFIG ? Provenance.CONFIGURATION : Provenance.OTHERS;
    }
}
