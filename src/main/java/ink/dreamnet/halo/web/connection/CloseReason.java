package ink.dreamnet.halo.web.connection;

import java.util.Locale;

/// Why HALO closed a connection, or did not take it.
enum CloseReason {

    /// As many connections were open as may be, and this one had waited longest for its request.
    FULL,
    /// As many connections were open from its address as may be, and this one had waited longest for its request.
    ADDRESS_FULL,
    /// It was not taken: as many were open as may be, and none of those that are to give way waited for a request.
    REFUSED,
    /// Its headers did not arrive in time.
    HEADER_TIMEOUT,
    /// Its body did not arrive in time.
    BODY_TIMEOUT;

    /// @return its value of the meter's tag `reason`
    String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// @return whether a bound on the number of connections is the reason
    boolean forLackOfRoom() {
        return switch (this) {
            case FULL, ADDRESS_FULL, REFUSED -> true;
            case HEADER_TIMEOUT, BODY_TIMEOUT -> false;
        };
    }
}
