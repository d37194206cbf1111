package ink.dreamnet.halo.sink;

/// A kind of receiver. A new one is a bean that implements this, and its name in [SinkProperties.Sink].
interface SinkType {

    /// @return its name in `halo.wormhole.sinks[].type`
    String name();

    /// Makes a sink ready for sending. Nothing is sent yet, and nobody need be there.
    ///
    /// @throws IllegalArgumentException where the configuration lacks what this type needs
    Sink open(SinkProperties.Sink settings);
}
