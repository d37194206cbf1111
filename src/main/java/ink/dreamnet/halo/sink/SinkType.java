package ink.dreamnet.halo.sink;

import java.util.function.Function;

/// A type of sink. A new one is a bean of this, and its name in [SinkSettings].
///
/// @param name its name in `halo.wormhole.sinks[].type`
/// @param open makes a sink ready for sending. Nothing is sent yet, and no receiver need be reachable. It throws an
///        [IllegalArgumentException] where the settings lack what this type needs
record SinkType(String name, Function<SinkSettings, Sink> open) {
}
