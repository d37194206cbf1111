package ink.dreamnet.halo.graft;

import ink.dreamnet.halo.core.Wire;

/// What a graft brings.
enum GraftType implements Wire {
    AGENT, ENDPOINT, UI, MODULE, TASK, CONFIG
}
