package ink.dreamnet.halo.graft;

import ink.dreamnet.halo.core.Wire;

/// Where a graft stands, in its engine's words.
enum GraftStatus implements Wire {
    PENDING, VALIDATED, INSTALLED, FAILED
}
