package ink.dreamnet.halo.sink;

/// A type of sink. A new one is a bean that implements this, and its name in [SinkSettings].
interface SinkType {

    /// @return its name in `halo.wormhole.sinks[].type`
    String name();

    /// Makes a sink ready for sending. Nothing is sent yet, and no receiver need be reachable.
    ///
    /// @throws IllegalArgumentException where the configuration lacks what this type needs
    Sink open(SinkSettings settings);
}
