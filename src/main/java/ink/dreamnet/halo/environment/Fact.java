package ink.dreamnet.halo.environment;

import org.jspecify.annotations.Nullable;

/// What is kept of a variable of an environment once its value is wiped.
///
/// @param name the variable
/// @param file where its value comes from
/// @param line the line, from 1; null where it has none
/// @param length how long its value is
/// @param sensitive whether its value is or should be a secret
/// @param placeholder whether its value only keeps the place
/// @param secret the secret in its value; null where it has none
/// @param fingerprint its value, for comparison; null where its value could not be made out
record Fact(String name, String file, @Nullable Integer line, int length, boolean sensitive, boolean placeholder,
        @Nullable KeptSecret secret, @Nullable Fingerprint fingerprint) {

    /// @return whether it is set to nothing
    boolean empty() {
        return fingerprint != null && length == 0;
    }

    /// @return whether it is set to something that counts
    boolean comparable() {
        return fingerprint != null && length > 0 && !placeholder;
    }

    /// @return what is compared with the secrets of production: its own secret, or else the whole value; null: nothing
    @Nullable
    KeptSecret comparedSecret() {
        return secret != null || fingerprint == null || !comparable() ? secret : new KeptSecret(fingerprint, length);
    }
}
