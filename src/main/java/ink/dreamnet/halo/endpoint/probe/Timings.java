package ink.dreamnet.halo.endpoint.probe;

import org.jspecify.annotations.Nullable;

/// How long the phases of a probe took, in milliseconds with one decimal. A phase that did not happen or did not end is
/// null: a reused connection has neither `dnsMs` nor `connectMs` nor `tlsMs`.
///
/// @param dnsMs until the host's name was resolved
/// @param connectMs the TCP connect
/// @param tlsMs the TLS handshake
/// @param firstByteMs from the request until the first byte of the answer
/// @param totalMs the whole probe, until its answer was read or it failed
public record Timings(@Nullable Double dnsMs, @Nullable Double connectMs, @Nullable Double tlsMs,
        @Nullable Double firstByteMs, @Nullable Double totalMs) {

    static final Timings NONE = new Timings(null, null, null, null, null);
}
