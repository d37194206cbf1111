package ink.dreamnet.halo.environment;

import ink.dreamnet.halo.core.Wire;

/// What is done about variables that the schema does not name.
enum UnknownVariables implements Wire {
    /// Each is reported.
    REPORT,
    /// Those are reported whose names look like slips for a name of the schema.
    SIMILAR,
    /// None is reported.
    ALLOW
}
