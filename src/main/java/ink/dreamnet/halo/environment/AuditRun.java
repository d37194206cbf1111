package ink.dreamnet.halo.environment;

import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.registry.ManagedBy;

/// What all readings of one analysis share.
///
/// @param properties the bounds
/// @param hasher makes fingerprints
/// @param schemas the schemas that were read
/// @param git the repositories that were opened
/// @param process HALO's own process environment
record AuditRun(EnvironmentProperties properties, Fingerprints.Hasher hasher, SchemaFiles schemas, GitTracking git,
        Map<String, String> process) implements AutoCloseable {

    BoundedReader reader(WatchedEnvironment environment) {
        return new BoundedReader(Math.toIntExact(properties.maxFile().toBytes()),
                environment.managedBy() == ManagedBy.CONFIG ? List.of() : properties.roots());
    }

    int maxFiles() {
        return properties.maxFiles();
    }

    /// Keeps the process environment out of whatever prints this.
    @Override
    public String toString() {
        return "AuditRun";
    }

    @Override
    public void close() {
        git.close();
    }
}
