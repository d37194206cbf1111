package ink.dreamnet.halo.environment;

import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.environment.schema.Schema;

/// An environment as one analysis saw it.
///
/// @param environment the environment
/// @param schema what it should be
/// @param facts its variables by name
/// @param findings what is wrong with it by itself
/// @param unknown the codes of which nothing can be said
/// @param complete whether all its sources were read
/// @param notes what was skipped and why
record Snapshot(WatchedEnvironment environment, Schema schema, Map<String, Fact> facts, List<Finding> findings,
        Set<String> unknown, boolean complete, List<String> notes) {

    String id() {
        return environment.id();
    }
}
