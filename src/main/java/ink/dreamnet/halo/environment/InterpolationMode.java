package ink.dreamnet.halo.environment;

import ink.dreamnet.halo.core.Wire;

/// Whether the program that reads an environment's dotenv files replaces references to other variables.
enum InterpolationMode implements Wire {
    /// `$A` and `${A}` are replaced, as `dotenv-expand`, Next, Vite and Compose do.
    EXPAND,
    /// A `$` is a dollar, as to plain `dotenv`.
    NONE
}
