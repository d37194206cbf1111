package ink.dreamnet.halo;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/// The configuration of a HALO inside another program: its options, then system properties and environment variables, the
/// file `halo.yml` (never the program's `application.yml`) and HALO's defaults. What configures the program's own Spring is
/// left out of the system properties and variables: a `SPRING_DATASOURCE_URL` names the program's database, not HALO's.
class LibraryEnvironment extends StandardEnvironment {

    private static final Pattern OF_THE_PROGRAM = Pattern.compile(
            "(spring|server|management|logging|db-?scheduler|debug|trace)([._\\[-].*)?",
            Pattern.CASE_INSENSITIVE);

    LibraryEnvironment(Map<String, Object> options, ClassLoader loader) {
        getPropertySources().addFirst(new MapPropertySource("halo.library",
                Map.of("spring.config.name", "halo", "spring.autoconfigure.exclude",
                        LibraryAutoConfiguration.others(loader), "management.metrics.use-global-registry", "false")));
        getPropertySources().addFirst(new MapPropertySource("halo.options", options));
    }

    @Override
    protected void customizePropertySources(MutablePropertySources sources) {
        sources.addLast(new MapPropertySource(SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, forHalo(getSystemProperties())));
        sources.addLast(new SystemEnvironmentPropertySource(SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                forHalo(getSystemEnvironment())));
    }

    private static Map<String, Object> forHalo(Map<String, Object> all) {
        return all.entrySet().stream().filter(entry -> isForHalo(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    static boolean isForHalo(String name) {
        return !OF_THE_PROGRAM.matcher(name).matches();
    }
}
