package ink.dreamnet.halo.registry.source;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// The other services that HALO pulls from.
///
/// @param squadBuilder DreamNet's Squad Builder: agents, squads and their numbers
/// @param graftEngine DreamNet's Graft Engine: grafts
@ConfigurationProperties("halo.sources")
@Validated
record SourceProperties(@DefaultValue SourceOptions squadBuilder, @DefaultValue SourceOptions graftEngine) {

    static final String SQUAD_BUILDER = "halo.sources.squad-builder";
    static final String GRAFT_ENGINE = "halo.sources.graft-engine";

    /// @throws IllegalArgumentException where a value is out of its range
    SourceProperties {
        squadBuilder.check(SQUAD_BUILDER);
        graftEngine.check(GRAFT_ENGINE);
    }
}
