package ink.dreamnet.halo.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/// A list of definitions in configuration (`halo.endpoints[]`), bound in time that grows with its length: Spring's binder looks
/// through the whole list for each of its entries, which takes more than a minute for 10,000.
///
/// As with Spring's binder, the first property source that has the list has all of it.
///
/// @param <E> one entry, which Spring binds by its constructor
public final class DeclaredList<E> {

    private final ConfigurationPropertyName name;
    private final Class<E> type;
    private final boolean shortForm;

    /// @param property its name (`halo.agents`)
    public DeclaredList(String property, Class<E> type) {
        this(property, type, false);
    }

    /// @param property its name (`halo.endpoints`)
    /// @param shortForm whether a text under that name stands beside the list, and is read by somebody else
    public DeclaredList(String property, Class<E> type, boolean shortForm) {
        this.name = ConfigurationPropertyName.of(property);
        this.type = type;
        this.shortForm = shortForm;
    }

    /// @return the entries in their order; empty where there are none
    /// @throws org.springframework.boot.context.properties.bind.BindException where an entry cannot be read, naming it and where it
    ///         comes from
    public List<E> read(Environment environment) {
        PropertySourcesPlaceholdersResolver placeholders = new PropertySourcesPlaceholdersResolver(environment);
        List<ConfigurationPropertySource> sources = new ArrayList<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            sources.add(shortForm ? source.filter(property -> !property.equals(name)) : source);
        }
        for (ConfigurationPropertySource source : sources) {
            Map<Integer, Entry> entries = entries(source);
            if (entries == null) {
                return new Binder(sources, placeholders).bind(name, Bindable.listOf(type)).orElseGet(List::of);
            }
            if (!entries.isEmpty()) {
                List<E> list = new ArrayList<>(entries.size());
                entries.forEach((index, entry) -> list.add(new Binder(List.of(entry), placeholders)
                        .bind(name.append("[%d]".formatted(index)), Bindable.of(type)).get()));
                return list;
            }
        }
        return List.of();
    }

    /// @return what a source says of each entry; null where Spring's binder is to decide: they are not those of a list, or there is a text
    private @Nullable Map<Integer, Entry> entries(ConfigurationPropertySource source) {
        if (source.getConfigurationProperty(name) != null) {
            return null;
        }
        Map<Integer, Entry> entries = new TreeMap<>();
        if (source instanceof IterableConfigurationPropertySource listed) {
            for (ConfigurationPropertyName property : listed) {
                if (!name.isAncestorOf(property)) {
                    continue;
                }
                Integer index = index(property);
                if (index == null) {
                    return null;
                }
                entries.computeIfAbsent(index, any -> new Entry(source, new HashMap<>())).take(property);
            }
        }
        return entries.isEmpty() || entries.size() == ((TreeMap<Integer, ?>) entries).lastKey() + 1 ? entries : null;
    }

    private @Nullable Integer index(ConfigurationPropertyName property) {
        int place = name.getNumberOfElements();
        String element = property.getElement(place, ConfigurationPropertyName.Form.UNIFORM);
        return property.isNumericIndex(place) && element.length() < 10 ? Integer.valueOf(element) : null;
    }

    /// What a source says of one entry.
    private record Entry(ConfigurationPropertySource source,
            Map<ConfigurationPropertyName, ConfigurationProperty> properties)
            implements
                IterableConfigurationPropertySource {

        void take(ConfigurationPropertyName name) {
            ConfigurationProperty property = source.getConfigurationProperty(name);
            if (property != null) {
                properties.put(name, property);
            }
        }

        @Override
        public @Nullable ConfigurationProperty getConfigurationProperty(ConfigurationPropertyName name) {
            return properties.get(name);
        }

        @Override
        public Stream<ConfigurationPropertyName> stream() {
            return properties.keySet().stream();
        }

        @Override
        public @Nullable Object getUnderlyingSource() {
            return source.getUnderlyingSource();
        }
    }
}
