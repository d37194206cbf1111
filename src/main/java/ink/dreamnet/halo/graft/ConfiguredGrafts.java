package ink.dreamnet.halo.graft;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.registry.DeclaredDefinitions;
import ink.dreamnet.halo.registry.DeclaredList;
import ink.dreamnet.halo.registry.DefinitionFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/// The grafts that the configuration declares (`halo.grafts[]`).
///
/// @param grafts the grafts; each id once
record ConfiguredGrafts(List<ConfiguredGraft> grafts) {

    static ConfiguredGrafts read(Environment environment) {
        return new ConfiguredGrafts(new DeclaredList<>("halo.grafts", ConfiguredGraft.class).read(environment));
    }

    /// One graft of the configuration.
    ///
    /// @param id its id: 1 to 200 characters without white space or control characters
    /// @param name how operators call it; by default its id
    /// @param type `agent`, `endpoint`, `ui`, `module`, `task` or `config`; required
    /// @param status `pending`, `validated`, `installed` or `failed`; by default `installed`
    /// @param path where it is installed
    /// @param url where a graft of type endpoint answers: an http or https URL, or a path below `DREAMNET_API_BASE`
    /// @param agent the id of the agent that a graft of type agent brings
    /// @param version what is installed
    /// @param desiredVersion what should be
    /// @param updatedAt when its status last changed
    /// @param labels names and values that silences and reports can match
    /// @param dependsOn the subjects (`kind:id`) that it depends on
    record ConfiguredGraft(@Nullable String id, @Nullable String name, @Nullable String type,
            @DefaultValue("installed") String status, @Nullable String path, @Nullable String url,
            @Nullable String agent, @Nullable String version, @Nullable String desiredVersion,
            @Nullable Instant updatedAt, @Nullable Map<String, @Nullable String> labels,
            @Nullable List<@Nullable String> dependsOn) {

        /// @return the same in the API's form
        GraftSpec toSpec() {
            return new GraftSpec(id, name, type, status, path, url, agent, version, desiredVersion, null, null,
                    updatedAt,
                    labels, dependsOn);
        }
    }

    /// @return the declared grafts by their ids
    /// @throws ink.dreamnet.halo.core.StartRefusedException where one is wrong, with everything that is wrong
    Map<String, Graft> declared(DefinitionFormat<GraftSpec, Graft> format) {
        return new DeclaredDefinitions<>(format)
                .addAll(grafts, ConfiguredGraft::id, ConfiguredGraft::toSpec).orRefuseStart("docs/analyzers/graft.md");
    }
}
