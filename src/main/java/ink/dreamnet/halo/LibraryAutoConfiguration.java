package ink.dreamnet.halo;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;

/// Keeps a HALO inside another program to the auto-configurations that HALO was built with, so that the program's other
/// dependencies are configured for the program only.
class LibraryAutoConfiguration {

    private static final String BOOT = "org.springframework.boot.";
    private static final List<String> OF_BOOT = List.of("actuate.", "autoconfigure.", "data.jpa.", "flyway.", "health.",
            "hibernate.", "http.converter.", "jackson.", "jdbc.", "micrometer.",
            "opentelemetry.", "persistence.", "security.", "servlet.", "thymeleaf.", "tomcat.", "transaction.",
            "validation.",
            "webmvc.");
    private static final List<String> OF_OTHERS = List.of("com.github.kagkarlsson.scheduler.",
            "org.springframework.modulith.core.");

    private LibraryAutoConfiguration() {
    }

    /// @return a value of `spring.autoconfigure.exclude`
    static String others(ClassLoader loader) {
        return StreamSupport.stream(ImportCandidates.load(AutoConfiguration.class, loader).spliterator(), false)
                .filter(name -> !builtWith(name)).collect(Collectors.joining(","));
    }

    static boolean builtWith(String name) {
        return name.startsWith(BOOT)
                ? startsWithOneOf(OF_BOOT, name.substring(BOOT.length()))
                : startsWithOneOf(OF_OTHERS, name);
    }

    private static boolean startsWithOneOf(List<String> prefixes, String name) {
        return prefixes.stream().anyMatch(name::startsWith);
    }
}
