package ink.dreamnet.halo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.analysis.Analyzer;
import ink.dreamnet.halo.strategy.Strategy;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/// How [HaloLoop#register(HaloOptions)] starts HALO. What is said here comes before `HALO_…` variables, system properties
/// `halo.…` and the file `halo.yml`.
public final class HaloOptions {

    private final Map<String, Object> properties;
    private final boolean opensPort;
    private final List<Object> instances;
    private final List<Class<?>> types;

    private HaloOptions(Builder builder) {
        this.properties = Map.copyOf(builder.properties);
        this.opensPort = builder.opensPort;
        this.instances = List.copyOf(builder.instances);
        this.types = List.copyOf(builder.types);
    }

    /// @return options that all have their defaults
    public static Builder builder() {
        return new Builder();
    }

    Map<String, Object> properties() {
        return properties;
    }

    boolean opensPort() {
        return opensPort;
    }

    void addBeans(ConfigurableApplicationContext context) {
        for (int i = 0; i < instances.size(); i++) {
            context.getBeanFactory().registerSingleton(instances.get(i).getClass().getName() + "#" + i,
                    instances.get(i));
        }
        AnnotatedBeanDefinitionReader reader = new AnnotatedBeanDefinitionReader(
                (BeanDefinitionRegistry) context.getBeanFactory(), context.getEnvironment());
        reader.setBeanNameGenerator(FullyQualifiedAnnotationBeanNameGenerator.INSTANCE);
        types.forEach(reader::register);
    }

    /// Collects options. Of two that say the same, the later one counts.
    public static final class Builder {

        private final Map<String, Object> properties = new LinkedHashMap<>();
        private final List<Object> instances = new ArrayList<>();
        private final List<Class<?>> types = new ArrayList<>();
        private boolean opensPort;

        private Builder() {
        }

        /// Keeps the embedded database and the clones of repositories in a directory.
        ///
        /// @param directory is made where it does not exist; by default `data` in the working directory
        public Builder dataDirectory(Path directory) {
            Path absolute = directory.toAbsolutePath();
            return property("halo.repo.directory", absolute.resolve("repositories"))
                    .databaseUrl("jdbc:h2:async:" + absolute.resolve("halo"));
        }

        /// Uses another database than the embedded one. It must belong to HALO alone.
        ///
        /// @param url a JDBC URL of PostgreSQL (`jdbc:postgresql://host/halo?user=halo&password=…`) or H2
        public Builder databaseUrl(String url) {
            return property("spring.datasource.url", url);
        }

        /// Opens HALO's API, on the loopback address. For another one, set the properties `server.address` and
        /// `halo.security.admin-token`.
        ///
        /// @param port 0 for any that is free, see [Registration#port]
        public Builder port(int port) {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("the port %d is not between 0 and 65535".formatted(port));
            }
            opensPort = true;
            return property("server.port", port);
        }

        /// Sets how often a cycle runs.
        ///
        /// @param interval the time between two cycles, 1 s to 24 h; by default `HALO_INTERVAL_MS`, or 5 minutes
        public Builder interval(Duration interval) {
            return property("halo.triggers.time.interval", interval.toMillis() + "ms");
        }

        /// Sets a property, as a line of the service's `application.yml` would.
        ///
        /// @param name such as `halo.endpoints[0].url`
        /// @param value such as `https://shop.example/health`
        public Builder property(String name, Object value) {
            properties.put(name, value.toString());
            return this;
        }

        /// Adds an analyzer to HALO's own. It is the caller's to close.
        public Builder analyzer(Analyzer analyzer) {
            instances.add(analyzer);
            return this;
        }

        /// Adds an analyzer that HALO makes.
        ///
        /// @param analyzer a class whose constructor may have HALO's beans and other classes of these options injected
        public Builder analyzer(Class<? extends Analyzer> analyzer) {
            types.add(analyzer);
            return this;
        }

        /// Adds a strategy to HALO's own. It is the caller's to close.
        public Builder strategy(Strategy strategy) {
            instances.add(strategy);
            return this;
        }

        /// Adds a strategy that HALO makes.
        ///
        /// @param strategy a class, as with [#analyzer(Class)]
        public Builder strategy(Class<? extends Strategy> strategy) {
            types.add(strategy);
            return this;
        }

        /// @return the options
        public HaloOptions build() {
            return new HaloOptions(this);
        }
    }
}
