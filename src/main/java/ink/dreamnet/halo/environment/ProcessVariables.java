package ink.dreamnet.halo.environment;

import java.util.Map;

/// HALO's own process environment.
@FunctionalInterface
interface ProcessVariables {

    /// @return all variables with their values
    Map<String, String> all();
}
