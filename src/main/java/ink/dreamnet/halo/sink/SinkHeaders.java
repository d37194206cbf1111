package ink.dreamnet.halo.sink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Reads the configured headers of a sink, anew for each send: a secret may change.
final class SinkHeaders {

    private static final String FROM_ENVIRONMENT = "env:";
    private static final String FROM_FILE = "file:";

    private SinkHeaders() {
    }

    /// @param configured names and values; a value `env:NAME` or `file:/path` is read from there
    /// @return the headers as they are sent
    /// @throws IllegalStateException where a value is not there
    /// @throws UncheckedIOException where a file cannot be read
    static Map<String, String> read(Map<String, String> configured) {
        Map<String, String> headers = new HashMap<>();
        configured.forEach((name, value) -> headers.put(name, read(name, value)));
        return headers;
    }

    private static String read(String header, String value) {
        if (value.startsWith(FROM_ENVIRONMENT)) {
            String variable = value.substring(FROM_ENVIRONMENT.length());
            String found = System.getenv(variable);
            if (found == null) {
                throw new IllegalStateException("header %s: the environment variable %s is not set".formatted(header,
                        variable));
            }
            return found;
        }
        if (value.startsWith(FROM_FILE)) {
            try {
                return Files.readString(Path.of(value.substring(FROM_FILE.length()))).strip();
            } catch (IOException unreadable) {
                throw new UncheckedIOException("header %s: its file cannot be read".formatted(header), unreadable);
            }
        }
        return value;
    }
}
