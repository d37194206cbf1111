package ink.dreamnet.halo.environment;

import java.util.Map;

import ink.dreamnet.halo.core.files.AllowedFiles;

/// What all readings of one analysis share.
///
/// @param properties the bounds
/// @param hasher makes fingerprints
/// @param schemas the schemas that were read
/// @param git the repositories that were opened
/// @param allowed the files that may be named over the API
/// @param process HALO's own process environment
record AuditRun(EnvironmentProperties properties, Fingerprints.Hasher hasher, SchemaFiles schemas, GitTracking git,
        AllowedFiles allowed, Map<String, String> process) implements AutoCloseable {

    BoundedReader reader(WatchedEnvironment environment) {
        return new BoundedReader(Math.toIntExact(properties.maxFile().toBytes()),
                environment.managedBy().files(allowed));
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
