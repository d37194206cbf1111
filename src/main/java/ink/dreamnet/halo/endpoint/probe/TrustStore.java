package ink.dreamnet.halo.endpoint.probe;

import java.nio.file.Path;

import ink.dreamnet.halo.core.files.AllowedFiles;
import org.jspecify.annotations.Nullable;

/// The certificates that a target's own certificate must descend from, instead of the JDK's.
///
/// @param path a PKCS #12, JKS or PEM file
/// @param password the file's password; null for none (PEM has none)
/// @param files those that it may be one of
public record TrustStore(Path path, @Nullable String password, AllowedFiles files) {

    @Override
    public String toString() {
        return "TrustStore[" + path + "]";
    }
}
