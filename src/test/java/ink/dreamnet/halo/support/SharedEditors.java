package ink.dreamnet.halo.support;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// Has the converter that all binders of a process share make its property editors before tests run beside each other. While one thread
/// makes them, another one finds none for a path. HALO itself binds at its start, on one thread.
public final class SharedEditors implements BeforeAllCallback {

    static {
        new Binder(new MapConfigurationPropertySource(Map.of("path", "/"))).bind("path", Path.class).get();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // it is enough that the class is loaded
    }
}
