package ink.dreamnet.halo.endpoint.probe;

import java.time.Duration;

import ink.dreamnet.halo.core.InvalidInputException;

/// How a [ProbeRunner] probes whatever its targets are.
///
/// @param globalBound the most probes that are under way at once, at least 1
/// @param perHostBound the most probes of one host that are under way at once, at least 1
/// @param confirmationDelay how long after a failed attempt the next one starts, not negative
/// @param keepAlive whether connections are kept for the next probe of the same host; otherwise every probe opens its own
/// @param bodyCap how many bytes of a response's body are read at most, at least 1
/// @param userAgent the `User-Agent` of HTTP probes (`HALO/1.0.0`)
public record ProbeOptions(int globalBound, int perHostBound, Duration confirmationDelay, boolean keepAlive,
        int bodyCap, String userAgent) {

    /// The bounds used where nothing else is configured: 256 in all, 8 per host, 500 ms, new connections, 64 KiB.
    public static final ProbeOptions DEFAULTS = new ProbeOptions(256, 8, Duration.ofMillis(500), false, 64 * 1024,
            "HALO");

    /// @throws InvalidInputException where a value is out of its range
    public ProbeOptions {
        atLeastOne("globalBound", globalBound);
        atLeastOne("perHostBound", perHostBound);
        atLeastOne("bodyCap", bodyCap);
        if (confirmationDelay.isNegative()) {
            throw new InvalidInputException("confirmationDelay", confirmationDelay + " is negative");
        }
    }

    private static void atLeastOne(String field, int value) {
        if (value < 1) {
            throw new InvalidInputException(field, value + " is less than 1");
        }
    }
}
