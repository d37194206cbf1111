package ink.dreamnet.halo.squad;

import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.registry.DeclaredDefinitions;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The squads that the configuration declares (`halo.squads[]`).
///
/// @param squads the squads; each id once
@ConfigurationProperties("halo")
record ConfiguredSquads(@DefaultValue List<ConfiguredSquad> squads) {

    /// One squad of the configuration.
    ///
    /// @param id its id: 1 to 200 characters without white space or control characters
    /// @param name how operators call it; by default its id
    /// @param members the ids of its agents
    /// @param labels free words about it; squads of one `peer-group` are compared with each other
    /// @param dependsOn the subjects (`kind:id`) without which it cannot be well
    record ConfiguredSquad(@Nullable String id, @Nullable String name, @Nullable List<@Nullable String> members,
            @Nullable Map<String, @Nullable String> labels, @Nullable List<@Nullable String> dependsOn) {
    }

    /// @return the declared squads by their ids
    /// @throws ink.dreamnet.halo.core.StartRefusedException where one is wrong, with everything that is wrong
    Map<String, Squad> declared(SquadFormat format) {
        DeclaredDefinitions<SquadSpec, Squad> declared = new DeclaredDefinitions<>(format);
        for (int i = 0; i < squads.size(); i++) {
            ConfiguredSquad squad = squads.get(i);
            declared.add(i, squad.id(), new SquadSpec(squad.id(), squad.name(), squad.members(), squad.labels(),
                    squad.dependsOn()));
        }
        return declared.orRefuseStart("docs/analyzers/squad-efficiency.md");
    }
}
