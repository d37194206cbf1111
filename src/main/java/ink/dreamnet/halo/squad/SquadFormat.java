package ink.dreamnet.halo.squad;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.CommonFields;
import ink.dreamnet.halo.registry.DefinitionFormat;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.registry.Problems;
import ink.dreamnet.halo.registry.fleet.PulledDefinitions;
import org.jspecify.annotations.Nullable;

/// What the definition of a squad activities like.
final class SquadFormat {

    static final int MAX_NAME = 200;
    static final int MAX_MEMBERS = 1000;

    /// The definitions that are registered here.
    static final DefinitionFormat<SquadSpec, Squad> REGISTERED = new DefinitionFormat<>(SubjectKind.SQUAD,
            "halo.squads", SquadSpec.class, SquadFormat::define);
    /// The definitions that Squad Builder lists.
    static final PulledDefinitions.Format<SquadSpec, Squad> PULLED = new PulledDefinitions.Format<>(SubjectKind.SQUAD,
            SquadSpec.class, (id, spec, changedAt, delistedAt) -> pulled(id, spec, changedAt), squad -> null, false);

    private SquadFormat() {
    }

    private static Squad define(String id, SquadSpec spec, ManagedBy managedBy, @Nullable Instant updatedAt) {
        Problems problems = new Problems();
        SubjectRef subject = CommonFields.subject(problems, SubjectKind.SQUAD, id, spec.id());
        String name = spec.name() == null ? id : spec.name().strip();
        problems.text("name", name, MAX_NAME);
        List<String> members = new ArrayList<>();
        problems.each("members", spec.members(), MAX_MEMBERS, (field, agent) -> {
            if (problems.attempt(field, () -> SubjectRef.checkId(field, agent)) != null) {
                if (members.contains(agent)) {
                    problems.add(field, "'%s' is named twice".formatted(agent));
                }
                members.add(agent);
            }
        });
        Map<String, String> labels = CommonFields.labels(problems, spec.labels());
        List<SubjectRef> dependsOn = CommonFields.dependsOn(problems, subject, spec.dependsOn());
        problems.throwIfAny();
        return new Squad(Objects.requireNonNull(subject), spec.withoutId(), name, List.copyOf(members), labels,
                dependsOn, managedBy, updatedAt);
    }

    /// Takes what Squad Builder lists as it is.
    static Squad pulled(String id, SquadSpec spec, Instant changedAt) {
        List<String> members = new ArrayList<>();
        if (spec.members() != null) {
            spec.members().forEach(member -> members.add(String.valueOf(member)));
        }
        return new Squad(new SubjectRef(SubjectKind.SQUAD, id), spec, spec.name() == null ? id : spec.name(),
                List.copyOf(members), Map.of(), List.of(), ManagedBy.SQUAD_BUILDER, changedAt);
    }
}
