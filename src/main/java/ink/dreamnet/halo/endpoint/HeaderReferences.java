package ink.dreamnet.halo.endpoint;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.Glob;
import ink.dreamnet.halo.core.InvalidInputException;
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

    private final SecretReferences secrets;
    private final List<Glob> variables;
    private final List<Path> roots;

    @Autowired
    HeaderReferences(SecretReferences secrets, EndpointProperties properties) {
        this(secrets, properties.references());
    }

    HeaderReferences(SecretReferences secrets, References allowed) {
        this.secrets = secrets;
        this.variables = allowed.variables().stream().map(Glob::wildcard).toList();
        this.roots = allowed.roots();
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
        boolean file = reference.startsWith(FILE);
        if (!(file ? isBelowRoots(path(field, reference).toAbsolutePath().normalize()) : isVariable(reference))) {
            throw new InvalidInputException(List.of(new FieldProblem(field,
                    "'%s' may not be referred to by what the API puts; halo.endpoint.references.%s says what may"
                            .formatted(
                                    reference, file ? "roots" : "variables"))));
        }
    }

    private boolean isVariable(String reference) {
        String name = reference.substring(ENVIRONMENT.length());
        return variables.stream().anyMatch(allowed -> allowed.matches(name));
    }

    private boolean isBelowRoots(Path path) {
        return roots.stream().anyMatch(root -> path.startsWith(root.toAbsolutePath().normalize()));
    }

    private String read(String field, String reference, ManagedBy managedBy) {
        try {
            if (managedBy != ManagedBy.CONFIG && reference.startsWith(FILE)) {
                staysBelowRoots(field, reference);
            }
            String value = secrets.read(field, reference);
            if (value.chars().anyMatch(c -> c != '\t' && Character.isISOControl(c))) {
                throw new InvalidInputException(field,
                        "'%s' has a line break or another control character".formatted(reference));
            }
            return value;
        } catch (UnreadableReferenceException unreadable) {
            throw new InvalidInputException(field, String.valueOf(unreadable.getMessage()));
        }
    }

    /// A link below the roots may lead elsewhere.
    private void staysBelowRoots(String field, String reference) {
        try {
            Path real = path(field, reference).toRealPath();
            for (Path root : roots) {
                if (real.startsWith(root.toRealPath())) {
                    return;
                }
            }
        } catch (IOException missing) {
            throw new InvalidInputException(field, "'%s' cannot be read".formatted(reference));
        }
        throw new InvalidInputException(field,
                "'%s' leads out of the directories of halo.endpoint.references.roots".formatted(reference));
    }

    private static Path path(String field, String reference) {
        try {
            return Path.of(reference.substring(FILE.length()));
        } catch (InvalidPathException none) {
            throw new InvalidInputException(field, "'%s' has no path of a file".formatted(reference));
        }
    }
}
