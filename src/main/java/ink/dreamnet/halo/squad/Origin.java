package ink.dreamnet.halo.squad;

import ink.dreamnet.halo.core.Wire;

/// Who counted. Counters of different origins are never mixed.
enum Origin implements Wire {
    /// Reported to HALO: `POST /api/halo/squads/{id}/metrics`.
    PUSHED,
    /// Pulled from Squad Builder.
    SQUAD_BUILDER,
    /// HALO's own record of the tasks that it handed out.
    HALO
}
