package ink.dreamnet.halo.graft;

import ink.dreamnet.halo.core.Wire;

/// The status of a graft, as the Graft Engine names it.
enum GraftStatus implements Wire {
    PENDING, VALIDATED, INSTALLED, FAILED
}
