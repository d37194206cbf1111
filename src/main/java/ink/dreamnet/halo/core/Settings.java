package ink.dreamnet.halo.core;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/// Shows a record of configuration properties in the form of the wire: names in camel case, durations as `…Ms` and sizes as
/// `…Bytes` numbers.
public final class Settings {

    private Settings() {
    }

    /// @param properties a record without secrets
    /// @return its components by their names, in their order; those that are null are left out
    public static Map<String, Object> of(Record properties) {
        Map<String, Object> settings = new LinkedHashMap<>();
        for (RecordComponent component : properties.getClass().getRecordComponents()) {
            String name = component.getName();
            switch (value(properties, component)) {
                case null -> {
                    // not set
                }
                case Duration duration -> settings.put(name + "Ms", duration.toMillis());
                case DataSize size -> settings.put(name + "Bytes", size.toBytes());
                case Record nested -> settings.put(name, of(nested));
                case Wire word -> settings.put(name, word.wire());
                case Collection<?> items -> settings.put(name, items.stream().map(Settings::item).toList());
                case Object other -> settings.put(name, item(other));
            }
        }
        return settings;
    }

    private static Object item(Object value) {
        return switch (value) {
            case Record nested -> of(nested);
            case Number number -> number;
            case Boolean truth -> truth;
            case Map<?, ?> map -> map;
            default -> value.toString();
        };
    }

    private static @Nullable Object value(Record properties, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(properties);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("%s has no readable component '%s'".formatted(
                    properties.getClass().getName(), component.getName()), impossible);
        }
    }
}
