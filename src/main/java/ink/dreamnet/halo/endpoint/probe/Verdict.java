package ink.dreamnet.halo.endpoint.probe;

import ink.dreamnet.halo.core.Wire;

/// What the probes of one target came to.
public enum Verdict implements Wire {
    /// it answered as expected
    UP,
    /// it answered as expected, but slower than its `slowAfter`
    SLOW,
    /// it answered, but a condition does not hold (without a `[STATUS]` condition also a status of 400 to 499)
    CONDITION_FAILED,
    /// it answered that it failed: an HTTP status of 500 or more, or SERVFAIL
    SERVER_ERROR,
    /// HALO may not connect to its address, or to one that it redirects to, so nothing is known of it
    NOT_ALLOWED,
    /// its name was not resolved, or a DNS resolver did not answer
    DNS_FAILED,
    /// no connection came about, be it refused or not answered in time
    CONNECT_FAILED,
    /// a connection came about, but the whole answer did not arrive in time
    TIMED_OUT,
    /// the TLS handshake failed or the certificate is not acceptable
    TLS_FAILED,
    /// it redirected in a circle or more often than a probe follows
    REDIRECT_LOOP,
    /// what it sent is not the protocol that was expected, or it closed too early
    PROTOCOL_ERROR;

    /// @return whether the target gave no usable answer at all, or said itself that it failed
    public boolean down() {
        return switch (this) {
            case UP, SLOW, CONDITION_FAILED, NOT_ALLOWED -> false;
            case SERVER_ERROR, DNS_FAILED, CONNECT_FAILED, TIMED_OUT, TLS_FAILED, REDIRECT_LOOP, PROTOCOL_ERROR -> true;
        };
    }

    /// @return whether not even a connection came about, so that the fault may be the observer's own
    public boolean connectionFailure() {
        return this == DNS_FAILED || this == CONNECT_FAILED;
    }
}
