package ink.dreamnet.halo.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import ink.dreamnet.halo.core.files.AllowedFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// Reads configured values that are kept elsewhere: `env:NAME` is a property of Spring or an environment variable,
/// `file:/path` a regular file of at most 64 KB. Anything else is the value itself. They are read at each use, so that a secret
/// can be replaced while HALO runs.
@Component
public class SecretReferences {

    private static final Logger LOG = LoggerFactory.getLogger(SecretReferences.class);
    private static final String ENVIRONMENT = "env:";
    private static final String FILE = "file:";
    private static final int MAX_BYTES = 64 * 1024;

    private final Function<String, @Nullable String> variables;

    @Autowired
    SecretReferences(Environment environment) {
        this(environment::getProperty);
    }

    /// @param variables reads a property or variable
    public SecretReferences(Function<String, @Nullable String> variables) {
        this.variables = variables;
    }

    /// @return whether a value says where the real one is kept
    public static boolean isReference(String value) {
        return value.startsWith(ENVIRONMENT) || value.startsWith(FILE);
    }

    /// @param property what has the value, for the error
    /// @return what a reference refers to, without white space around it; the value itself where it is none
    /// @throws UnreadableReferenceException where there is nothing, or it cannot be read
    public String read(String property, String value) throws UnreadableReferenceException {
        return read(property, value, AllowedFiles.ANY);
    }

    /// @param files those that it may refer to
    /// @see #read(String, String)
    public String read(String property, String value, AllowedFiles files) throws UnreadableReferenceException {
        if (!isReference(value)) {
            return value;
        }
        String found;
        try {
            found = value.startsWith(FILE)
                    ? file(Path.of(value.substring(FILE.length())), files)
                    : variables.apply(value.substring(ENVIRONMENT.length()));
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new UnreadableReferenceException(property, value, "cannot be read", unreadable);
        }
        if (found == null || found.isBlank()) {
            throw new UnreadableReferenceException(property, value, "is not set", null);
        }
        return found.strip();
    }

    /// @param property what has the values, for the log
    /// @return those that can be read, in their order; each that cannot is logged
    public List<String> readAll(String property, List<String> values) {
        List<String> found = new ArrayList<>();
        for (String value : values) {
            try {
                found.add(read(property, value));
            } catch (UnreadableReferenceException unreadable) {
                LOG.warn("A secret is left out: {}", unreadable.getMessage(), unreadable.getCause());
            }
        }
        return found;
    }

    private static String file(Path path, AllowedFiles files) throws IOException {
        byte[] bytes = files.read(path, MAX_BYTES);
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
}
