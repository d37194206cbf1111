package ink.dreamnet.halo.squad;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import ink.dreamnet.halo.registry.DeclaredDefinitions;
import ink.dreamnet.halo.registry.DeclaredList;
import org.springframework.core.env.Environment;

/// The squads that the configuration declares (`halo.squads[]`).
///
/// @param squads the squads; each id once
record ConfiguredSquads(List<SquadSpec> squads) {

    static ConfiguredSquads read(Environment environment) {
        return new ConfiguredSquads(new DeclaredList<>("halo.squads", SquadSpec.class).read(environment));
    }

    /// @return the declared squads by their ids
    /// @throws ink.dreamnet.halo.core.StartRefusedException where one is wrong, with everything that is wrong
    Map<String, Squad> declared() {
        return new DeclaredDefinitions<>(SquadFormat.REGISTERED).addAll(squads, SquadSpec::id, Function.identity())
                .orRefuseStart("docs/analyzers/squad-efficiency.md");
    }
}
