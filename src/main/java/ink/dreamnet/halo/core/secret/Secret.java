package ink.dreamnet.halo.core.secret;

import ink.dreamnet.halo.core.Severity;

/// Where in a text a secret stands. It knows the secret's place, never the secret.
///
/// @param kind what it gives access to, with an article
/// @param prefix its beginning that all of its kind share
/// @param start the offset of its first character
/// @param end the offset behind its last character
/// @param severity how bad it is to publish it
/// @param proven whether its check digits hold, so that it cannot be an example
public record Secret(String kind, String prefix, int start, int end, Severity severity, boolean proven) {

    static Secret found(String kind, String prefix, int start, int end, Severity severity) {
        return new Secret(kind, prefix, start, end, severity, false);
    }

    /// @return its end
    Secret startingAt(int later) {
        return new Secret(kind, prefix, later, end, severity, proven);
    }

    /// @return what it is, without a character that others of its kind do not have
    public String description() {
        return prefix.isEmpty()
                ? "%s, %d characters".formatted(kind, end - start)
                : "%s (%s…, %d characters)".formatted(kind, prefix, end - start);
    }
}
