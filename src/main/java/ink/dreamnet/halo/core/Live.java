package ink.dreamnet.halo.core;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/// Properties that can change while HALO runs. Whoever reads several of them for one decision gets them once.
///
/// @param <T> a record with `@ConfigurationProperties` whose constructor refuses what is wrong
public final class Live<T extends Record> implements Supplier<T>, Reloadable {

    private final Class<T> type;
    private final String prefix;
    private volatile T value;

    private Live(Class<T> type, T value) {
        this.type = type;
        this.prefix = Objects.requireNonNull(type.getAnnotation(ConfigurationProperties.class)).value();
        this.value = value;
    }

    /// @param value as they are at the start
    @SuppressWarnings("unchecked")
    public static <T extends Record> Live<T> of(T value) {
        return new Live<>((Class<T>) value.getClass(), value);
    }

    /// @return the properties as they are now
    @Override
    public T get() {
        return value;
    }

    @Override
    public List<String> properties() {
        return Arrays.stream(type.getRecordComponents()).map(component -> prefix + "."
                + component.getName().replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT)).toList();
    }

    @Override
    public Next read(Environment environment) {
        T next = Binder.get(environment).bindOrCreate(prefix, type);
        return Next.of(null, () -> value = next);
    }
}
