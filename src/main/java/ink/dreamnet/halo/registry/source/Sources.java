package ink.dreamnet.halo.registry.source;

import ink.dreamnet.halo.http.HttpCalls;
import org.springframework.stereotype.Component;

/// The services of DreamNet that HALO can pull from.
@Component
public class Sources {

    private final Source squadBuilder;
    private final Source graftEngine;

    Sources(SourceProperties properties, HttpCalls http) {
        squadBuilder = new Source("squad-builder", "Squad Builder", SourceProperties.SQUAD_BUILDER,
                properties.squadBuilder(), http);
        graftEngine = new Source("graft-engine", "The Graft Engine", SourceProperties.GRAFT_ENGINE,
                properties.graftEngine(), http);
    }

    /// @return Squad Builder: agents, squads and their numbers
    public Source squadBuilder() {
        return squadBuilder;
    }

    /// @return the Graft Engine: grafts
    public Source graftEngine() {
        return graftEngine;
    }
}
