package ink.dreamnet.halo.wormhole.in;

import ink.dreamnet.halo.wormhole.WormholeEvent;

/// Knows the events that a HALO sent, whichever way they come back: by Kafka, from DreamNet, or as alerts from an Alertmanager.
/// They are kept and shown, but set nothing in motion, so that no circle of them can form, not even by way of a second HALO.
final class OwnEvents {

    private static final String HALO = "halo";
    private static final String TYPES = "halo.";
    private static final String SOURCES = "urn:halo:";
    /// What HALO's alerts say of who sent them.
    private static final String SENDER = "sender";

    private OwnEvents() {
    }

    /// @return whether a HALO sent it
    static boolean contain(WormholeEvent event) {
        return event.type().startsWith(TYPES) || HALO.equalsIgnoreCase(event.sourceType())
                || event.source().startsWith(SOURCES) || HALO.equals(event.labels().get(SENDER));
    }
}
