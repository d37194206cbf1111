package ink.dreamnet.halo.environment;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.registry.DefinitionFormat;
import ink.dreamnet.halo.registry.ManagedBy;
import org.jspecify.annotations.Nullable;

/// What the definition of an environment looks like.
final class EnvironmentFormat implements DefinitionFormat<EnvironmentSpec, WatchedEnvironment> {

    private final List<Path> roots;

    /// @param roots the directories that environments which were put by the API may read
    EnvironmentFormat(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    @Override
    public SubjectKind kind() {
        return SubjectKind.ENVIRONMENT;
    }

    @Override
    public String property() {
        return "halo.environments";
    }

    @Override
    public Class<EnvironmentSpec> specType() {
        return EnvironmentSpec.class;
    }

    @Override
    public WatchedEnvironment define(String id, EnvironmentSpec spec, ManagedBy managedBy,
            @Nullable Instant updatedAt) {
        return new EnvironmentParser(spec, managedBy == ManagedBy.CONFIG ? List.of() : roots).parse(id, managedBy,
                updatedAt, false);
    }
}
