package ink.dreamnet.halo.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import ink.dreamnet.halo.core.StartRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.core.env.Environment;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;
import org.springframework.stereotype.Component;

/// Finds the components in plug-in jars and makes them beans.
class PluginBeans {

    private static final Logger log = LoggerFactory.getLogger(PluginBeans.class);
    private static final String CLASS = ".class";

    private final ClassLoader loader;
    private final Environment environment;
    private final MetadataReaderFactory metadata;

    PluginBeans(ClassLoader loader, Environment environment) {
        this.loader = loader;
        this.environment = environment;
        this.metadata = new SimpleMetadataReaderFactory(loader);
    }

    /// @throws StartRefusedException where a jar or one of its components cannot be loaded; it names the jar
    void register(List<Path> jars, ConfigurableListableBeanFactory beans) {
        AnnotatedBeanDefinitionReader reader = new AnnotatedBeanDefinitionReader((BeanDefinitionRegistry) beans,
                environment);
        // two plug-ins may use the same class name
        reader.setBeanNameGenerator(FullyQualifiedAnnotationBeanNameGenerator.INSTANCE);
        for (Path jar : jars) {
            List<String> names = components(jar);
            names.forEach(name -> reader.register(load(jar, name)));
            log.info("Plug-in {} has the components {}", jar, names);
        }
    }

    private List<String> components(Path jar) {
        List<AnnotationMetadata> classes = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().filter(PluginBeans::isClass).toList()) {
                InputStreamResource bytes = new InputStreamResource(() -> file.getInputStream(entry), entry.getName());
                classes.add(metadata.getMetadataReader(bytes).getAnnotationMetadata());
            }
        } catch (IOException | RuntimeException broken) {
            throw Plugins.refused(jar, "it is not a readable jar of Java classes", broken);
        }
        Set<String> components = new HashSet<>();
        classes.stream().filter(type -> type.isAnnotated(Component.class.getName())).forEach(
                type -> components.add(type.getClassName()));
        return classes.stream().filter(type -> components.contains(type.getClassName()))
                .filter(type -> type.isConcrete() && type.isIndependent())
                .filter(type -> !type.isAnnotated(AutoConfiguration.class.getName()))
                // Spring finds the members of a component by itself
                .filter(type -> type.getEnclosingClassName() == null
                        || !components.contains(type.getEnclosingClassName()))
                .map(AnnotationMetadata::getClassName).sorted().toList();
    }

    private static boolean isClass(JarEntry entry) {
        String name = entry.getName();
        return name.endsWith(CLASS) && !name.startsWith("META-INF/") && !name.endsWith("module-info.class");
    }

    /// Loads a class and what its members need, so that what is missing is found now, where the jar is known.
    private Class<?> load(Path jar, String name) {
        try {
            Class<?> type = Class.forName(name, false, loader);
            log.debug("{} has {} constructors, {} methods, {} fields", name, type.getDeclaredConstructors().length,
                    type.getDeclaredMethods().length, type.getDeclaredFields().length);
            return type;
        } catch (ClassNotFoundException | LinkageError missing) {
            throw Plugins.refused(jar, "its class %s cannot be loaded (%s)".formatted(name, missing), missing);
        }
    }
}
