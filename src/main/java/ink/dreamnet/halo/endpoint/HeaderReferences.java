package ink.dreamnet.halo.endpoint;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import ink.dreamnet.halo.core.Glob;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.endpoint.EndpointProperties.References;
import ink.dreamnet.halo.endpoint.probe.ProbeTarget;
import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.http.UnreadableReferenceException;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.registry.Problems;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Reads the values of headers that are kept elsewhere (`env:NAME`, `file:/path`), at each probe anew.
///
/// Whoever may put an endpoint decides where its headers are sent. So that nobody reads HALO's secrets in this way, what the API
/// put may refer only to what configuration allows.
@Component
class HeaderReferences {

    private static final String FILE = "file:";
    private static final String ENVIRONMENT = "env:";
    private static final String ROOTS = "halo.endpoint.references.roots";

    private final SecretReferences secrets;
    private final List<Glob> variables;
    private final AllowedFiles released;
    private final AllowedFiles allowed;

    @Autowired
    HeaderReferences(SecretReferences secrets, EndpointProperties properties, AllowedFiles allowed) {
        this(secrets, properties.references(), allowed);
    }

    /// @param references what may be referred to
    /// @param allowed the files that may be named over the API
    HeaderReferences(SecretReferences secrets, References references, AllowedFiles allowed) {
        this.secrets = secrets;
        this.variables = references.variables().stream().map(Glob::wildcard).toList();
        this.released = allowed.below(ROOTS, references.roots());
        this.allowed = allowed;
    }

    /// @return the files that an endpoint may name, but for the values of its headers: what is read there is sent away
    AllowedFiles files(ManagedBy managedBy) {
        return managedBy.files(allowed);
    }

    /// Checks the references of an endpoint.
    ///
    /// @param written whether it was written just now, so that what it refers to must be there
    /// @throws InvalidInputException with every reference that is not allowed or cannot be read
    Endpoint checked(Endpoint endpoint, boolean written) {
        Problems problems = new Problems();
        endpoint.target().headers().forEach((name, value) -> {
            if (SecretReferences.isReference(value)) {
                String field = field(name);
                problems.attempt(field, () -> {
                    allow(field, value, endpoint.managedBy());
                    return written ? read(field, value, endpoint.managedBy()) : value;
                });
            }
        });
        problems.throwIfAny();
        return endpoint;
    }

    /// @return what is to be probed, with the values that its headers refer to
    /// @throws InvalidInputException where one is not allowed or cannot be read
    ProbeTarget target(Endpoint endpoint) {
        ProbeTarget target = endpoint.target();
        if (target.headers().values().stream().noneMatch(SecretReferences::isReference)) {
            return target;
        }
        Map<String, String> headers = new TreeMap<>(target.headers());
        headers.replaceAll((name, value) -> SecretReferences.isReference(value)
                ? read(field(name), value, endpoint.managedBy())
                : value);
        return target.withHeaders(headers);
    }

    private static String field(String header) {
        return "headers[" + header + "]";
    }

    private void allow(String field, String reference, ManagedBy managedBy) {
        if (managedBy == ManagedBy.CONFIG) {
            return;
        }
        if (reference.startsWith(FILE)) {
            released.require(field, path(field, reference));
        } else if (!isVariable(reference)) {
            throw new InvalidInputException(field,
                    "'%s' may not be referred to by what the API puts; halo.endpoint.references.variables says what may"
                            .formatted(reference));
        }
    }

    private boolean isVariable(String reference) {
        String name = reference.substring(ENVIRONMENT.length());
        return variables.stream().anyMatch(allowed -> allowed.matches(name));
    }

    private String read(String field, String reference, ManagedBy managedBy) {
        try {
            String value = secrets.read(field, reference, managedBy.files(released));
            if (value.chars().anyMatch(c -> c != '\t' && Character.isISOControl(c))) {
                throw new InvalidInputException(field,
                        "'%s' has a line break or another control character".formatted(reference));
            }
            return value;
        } catch (UnreadableReferenceException unreadable) {
            throw new InvalidInputException(field, String.valueOf(unreadable.getMessage()));
        }
    }

    private static Path path(String field, String reference) {
        try {
            return Path.of(reference.substring(FILE.length()));
        } catch (InvalidPathException none) {
            throw new InvalidInputException(field, "'%s' has no path of a file".formatted(reference));
        }
    }
}
