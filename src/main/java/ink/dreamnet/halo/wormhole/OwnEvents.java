package ink.dreamnet.halo.wormhole;

import ink.dreamnet.halo.event.Installation;
import ink.dreamnet.halo.event.WormholeEvent;
import org.springframework.stereotype.Component;

/// Recognizes the events that a HALO sent, whichever way they come back: by Kafka, from DreamNet, or as alerts from an Alertmanager.
/// They are kept and shown, but set nothing in motion, so that no circle of them can form, not even by way of a second HALO.
@Component
class OwnEvents {

    private static final String HALO = "halo";
    private static final String TYPES = "halo.";
    private static final String SOURCES = "urn:halo:";
    /// The label of HALO's alerts that names their sender.
    private static final String SENDER = "sender";

    private final Installation installation;

    OwnEvents(Installation installation) {
        this.installation = installation;
    }

    /// @return whether a HALO sent it
    boolean contain(WormholeEvent event) {
        return event.type().startsWith(TYPES) || HALO.equalsIgnoreCase(event.sourceType())
                || event.source().startsWith(SOURCES) || event.source().equals(installation.source())
                || HALO.equals(event.labels().get(SENDER));
    }
}
