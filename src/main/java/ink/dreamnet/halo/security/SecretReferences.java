package ink.dreamnet.halo.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// Reads secrets from where the configuration says: `env:NAME` from a variable (or property), `file:/path` from a file, anything
/// else is the secret itself. They are read at each use, so that a secret can be replaced while HALO runs.
@Component
public class SecretReferences {

    private static final Logger LOG = LoggerFactory.getLogger(SecretReferences.class);
    private static final String ENVIRONMENT = "env:";
    private static final String FILE = "file:";

    private final Environment environment;

    SecretReferences(Environment environment) {
        this.environment = environment;
    }

    /// @param references references or secrets
    /// @return those that can be read, in their order; each that cannot is logged, by its reference
    public List<String> read(List<String> references) {
        List<String> secrets = new ArrayList<>();
        references.forEach(reference -> read(reference).ifPresent(secrets::add));
        return secrets;
    }

    private Optional<String> read(String reference) {
        if (reference.startsWith(ENVIRONMENT)) {
            String name = reference.substring(ENVIRONMENT.length());
            String value = environment.getProperty(name);
            if (value == null || value.isBlank()) {
                LOG.warn("The variable {}, which should hold a secret, is not set", name);
                return Optional.empty();
            }
            return Optional.of(value.strip());
        }
        if (reference.startsWith(FILE)) {
            String path = reference.substring(FILE.length());
            try {
                return Optional.of(Files.readString(Path.of(path)).strip()).filter(secret -> !secret.isEmpty());
            } catch (IOException | RuntimeException unreadable) {
                LOG.warn("The file {}, which should hold a secret, cannot be read", path, unreadable);
                return Optional.empty();
            }
        }
        return Optional.of(reference);
    }
}
