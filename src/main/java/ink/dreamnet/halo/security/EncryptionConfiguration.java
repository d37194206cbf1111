package ink.dreamnet.halo.security;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;

import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.core.encryption.Encryption;
import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.http.UnreadableReferenceException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Reads the keys, and holds them against those that the database was encrypted with.
@Configuration(proxyBeanMethods = false)
class EncryptionConfiguration {

    private static final String PREFIX = "halo.security.encryption.";

    /// @throws StartRefusedException where a key is none, or one that the database needs is missing
    @Bean
    Encryption encryption(EncryptionProperties properties, SecretReferences secrets, EncryptionKeyStore store) {
        List<byte[]> previous = new ArrayList<>();
        for (int i = 0; i < properties.previousKeys().size(); i++) {
            previous.add(key("previous-keys[%d]".formatted(i), properties.previousKeys().get(i), secrets));
        }
        Encryption encryption = new Encryption(
                properties.key() == null ? null : key("key", properties.key(), secrets), previous);
        TreeSet<String> missing = new TreeSet<>(store.ids());
        missing.removeAll(encryption.known());
        if (!missing.isEmpty()) {
            throw new StartRefusedException(
                    "The database has values that are encrypted with the key %s, which is not configured%s.".formatted(
                            String.join(" and the key ", missing), encryption.current() == null
                                    ? ""
                                    : ": %skey is the key %s".formatted(PREFIX, encryption.current())),
                    "Set %skey to the key that it was encrypted with, or name that key in %sprevious-keys.".formatted(
                            PREFIX, PREFIX));
        }
        store.announce(encryption.current());
        if (!store.clear()) {
            encryption.refuseClear();
        }
        return encryption;
    }

    private static byte[] key(String property, String value, SecretReferences secrets) {
        String name = PREFIX + property;
        try {
            byte[] key = Base64.getDecoder().decode(secrets.read(name, value));
            if (key.length == Encryption.KEY_BYTES) {
                return key;
            }
            throw refused(name, "has %d bytes".formatted(key.length));
        } catch (IllegalArgumentException notBase64) {
            throw refused(name, "is not base 64");
        } catch (UnreadableReferenceException unreadable) {
            throw new StartRefusedException(String.valueOf(unreadable.getMessage()),
                    "Put the key there, or correct %s.".formatted(name));
        }
    }

    private static StartRefusedException refused(String name, String what) {
        return new StartRefusedException("%s %s; a key is %d bytes in base 64.".formatted(name, what,
                Encryption.KEY_BYTES), "Make one with: openssl rand -base64 32");
    }
}
