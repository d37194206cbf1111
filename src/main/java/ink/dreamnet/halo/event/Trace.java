package ink.dreamnet.halo.event;

import org.jspecify.annotations.Nullable;

/// The trace that an event belongs to (W3C Trace Context; CloudEvents' extension `distributed tracing`).
///
/// @param parent `traceparent`
/// @param state `tracestate`, or null
public record Trace(String parent, @Nullable String state) {
}
