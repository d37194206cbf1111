package ink.dreamnet.halo.squad;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.Definition;
import ink.dreamnet.halo.registry.ManagedBy;
import org.jspecify.annotations.Nullable;

/// A squad that HALO watches.
///
/// @param subject the squad as a subject of the cycle
/// @param spec its definition as it was given
/// @param name how operators call it
/// @param members the ids of its agents
/// @param labels names and values that silences and reports can match; squads of one `peer-group` are compared with each other
/// @param dependsOn the subjects that it depends on
/// @param managedBy who manages its definition
/// @param updatedAt when it was last put, or last changed in the list of its source; null for what configuration declares
record Squad(SubjectRef subject, SquadSpec spec, String name, List<String> members, Map<String, String> labels,
        List<SubjectRef> dependsOn, ManagedBy managedBy, @Nullable Instant updatedAt)
        implements
            Definition<SquadSpec> {

    /// The label by which squads are compared.
    static final String PEER_GROUP = "peer-group";

    /// @return whether it is only known from Squad Builder
    boolean pulled() {
        return managedBy == ManagedBy.SQUAD_BUILDER;
    }

    /// @return the origins of its numbers, the first that has any counts. What was reported comes first, but a squad that
    ///         is only known from Squad Builder is not reported.
    List<Origin> origins() {
        return pulled()
                ? List.of(Origin.SQUAD_BUILDER, Origin.HALO)
                : List.of(Origin.PUSHED, Origin.SQUAD_BUILDER, Origin.HALO);
    }

    /// @return the name of the squads with which it is compared
    String peerGroup() {
        return labels.getOrDefault(PEER_GROUP, "");
    }
}
