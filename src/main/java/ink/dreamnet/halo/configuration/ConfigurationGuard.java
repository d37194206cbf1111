package ink.dreamnet.halo.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Stops the start where configuration has a name below `halo` that nothing reads: before anything reads it, and before the
/// database is touched.
///
/// What is read is what the beans with `@ConfigurationProperties` have, and what `META-INF/additional-spring-configuration-metadata.json`
/// names, in HALO and in plug-ins.
@Component
class ConfigurationGuard implements BeanFactoryPostProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationGuard.class);
    private static final String METADATA = "META-INF/additional-spring-configuration-metadata.json";

    private Known known = new Known(new KnownProperties(), List.of());

    /// What may be configured.
    ///
    /// @param names the names of all properties
    /// @param types what they are bound to
    record Known(KnownProperties names, List<Bound> types) {
    }

    /// A class with `@ConfigurationProperties`.
    ///
    /// @param prefix the name that its properties are below
    record Bound(String prefix, Class<?> type) {
    }

    /// @throws ink.dreamnet.halo.core.StartRefusedException where there is an unknown name, with all of them
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        ConfigurableEnvironment environment = beans.getBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME,
                ConfigurableEnvironment.class);
        known = read(beans);
        Set<String> strangers = UnknownProperties.check(environment, known.names());
        if (!strangers.isEmpty()) {
            LOG.warn("Nothing in HALO reads these environment variables or system properties: {}",
                    String.join(", ", strangers));
        }
    }

    Known known() {
        return known;
    }

    static Known read(ConfigurableListableBeanFactory beans) {
        ClassLoader loader = beans.getBeanClassLoader() == null
                ? ConfigurationGuard.class.getClassLoader()
                : beans.getBeanClassLoader();
        Shapes shapes = new Shapes(loader);
        KnownProperties names = new KnownProperties();
        List<Bound> types = new ArrayList<>();
        for (String name : beans.getBeanDefinitionNames()) {
            ConfigurationProperties properties = beans.findAnnotationOnBean(name, ConfigurationProperties.class, false);
            Class<?> type = properties == null || !isBelowRoot(properties.prefix()) ? null : beans.getType(name, false);
            if (properties != null && type != null) {
                Class<?> own = ClassUtils.getUserClass(type);
                names.add(properties.prefix(), shapes.of(ResolvableType.forClass(own)));
                types.add(new Bound(properties.prefix(), own));
            }
        }
        try {
            for (URL url : Collections.list(loader.getResources(METADATA))) {
                addNamed(url, shapes, names);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new Known(names, List.copyOf(types));
    }

    private static void addNamed(URL url, Shapes shapes, KnownProperties known) throws IOException {
        try (InputStream in = url.openStream()) {
            for (JsonNode property : JsonMapper.shared().readTree(in).path("properties")) {
                String name = property.path("name").asString("");
                if (isBelowRoot(name)) {
                    known.add(name, shapes.named(property.path("type").asString(Object.class.getName())));
                }
            }
        }
    }

    private static boolean isBelowRoot(String name) {
        return name.equals(KnownProperties.ROOT) || name.startsWith(KnownProperties.ROOT + ".");
    }
}
