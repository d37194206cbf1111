package ink.dreamnet.halo.security;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What values that may carry secrets are encrypted with before they are stored.
///
/// @param key 32 random bytes in base 64 (`openssl rand -base64 32`); `env:NAME` and `file:/path` say where they are kept. Nothing is
///        encrypted without it
/// @param previousKeys keys that the database may still have values of; they are rewritten with the present one
@ConfigurationProperties("halo.security.encryption")
record EncryptionProperties(@Nullable String key, @DefaultValue List<String> previousKeys) {

    /// Copies the list.
    EncryptionProperties {
        key = key == null || key.isBlank() ? null : key.strip();
        previousKeys = List.copyOf(previousKeys);
    }

    /// Does not tell the keys.
    @Override
    public String toString() {
        return "EncryptionProperties[key=%s, previousKeys=%d]".formatted(key == null ? "none" : "…",
                previousKeys.size());
    }
}
