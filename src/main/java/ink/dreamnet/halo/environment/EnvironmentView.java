package ink.dreamnet.halo.environment;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.environment.schema.VariableForm;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.subject.SubjectStatus;
import org.jspecify.annotations.Nullable;

/// An environment as the API shows it: its definition with the defaults filled in, and no value of a variable. The members
/// are those of [EnvironmentSpec], besides:
///
/// @param managedBy `config` where only HALO's configuration can change it
/// @param updatedAt when it was last put; null for what configuration declares
/// @param status how it is
record EnvironmentView(String id, ManagedBy managedBy, List<SourceSpec> sources, @Nullable String schema,
        @Nullable List<VariableForm> variables, UnknownVariables unknown, InterpolationMode interpolation,
        @Nullable String group, boolean production, List<String> dependsOn, Map<String, String> labels,
        @Nullable Instant updatedAt,
        @JsonUnwrapped SubjectStatus status) {

    static EnvironmentView of(WatchedEnvironment environment, SubjectStatus status) {
        EnvironmentSpec spec = environment.spec();
        List<@Nullable VariableForm> forms = spec.variables();
        return new EnvironmentView(environment.id(), environment.managedBy(),
                spec.sources() == null ? List.of() : spec.sources().stream().map(Objects::requireNonNull).toList(),
                spec.schema(), forms == null ? null : forms.stream().map(Objects::requireNonNull).toList(),
                environment.unknown(), environment.interpolation(), spec.group(), environment.production(),
                environment.dependsOn().stream().map(SubjectRef::toString).toList(), environment.labels(),
                environment.updatedAt(), status);
    }
}
