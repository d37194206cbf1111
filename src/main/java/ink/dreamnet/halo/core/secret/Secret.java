package ink.dreamnet.halo.core.secret;

import ink.dreamnet.halo.core.Severity;

/// Where in a text a secret stands. It knows the secret's place, never the secret.
///
/// @param kind what sort of secret it is
/// @param name what it gives access to, with an article, for people to read
/// @param prefix its beginning that all of its name share
/// @param start the offset of its first character
/// @param end the offset behind its last character
/// @param severity how bad it is to publish it
/// @param proven whether its check digits hold, so that it cannot be an example
public record Secret(Kind kind, String name, String prefix, int start, int end, Severity severity, boolean proven) {

    /// What sort of secret it is, as far as it matters to whoever finds one.
    public enum Kind {

        /// What a service gave out.
        TOKEN,
        /// What names a program to a service, and is in all its copies.
        PROGRAM_KEY,
        /// The password in a URL.
        URL_PASSWORD,
        /// The private half of a pair of keys.
        PRIVATE_KEY,
        /// One that is of no use without its passphrase.
        LOCKED_PRIVATE_KEY;

        /// @return whether it is the private half of a pair of keys, locked or not
        public boolean isPrivateKey() {
            return this == PRIVATE_KEY || this == LOCKED_PRIVATE_KEY;
        }
    }

    static Secret found(Kind kind, String name, int start, int end, Severity severity) {
        return new Secret(kind, name, "", start, end, severity, false);
    }

    static Secret token(String name, String prefix, int start, int end, Severity severity) {
        return new Secret(Kind.TOKEN, name, prefix, start, end, severity, false);
    }

    /// @return a token whose check digits hold
    static Secret proven(String name, String prefix, int start, int end) {
        return new Secret(Kind.TOKEN, name, prefix, start, end, Severity.CRITICAL, true);
    }

    /// @return its end
    Secret startingAt(int later) {
        return new Secret(kind, name, prefix, later, end, severity, proven);
    }

    /// @return what it is, without a character that others of its name do not have
    public String description() {
        return prefix.isEmpty()
                ? "%s, %d characters".formatted(name, end - start)
                : "%s (%s…, %d characters)".formatted(name, prefix, end - start);
    }
}
