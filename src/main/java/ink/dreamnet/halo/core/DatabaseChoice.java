package ink.dreamnet.halo.core;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.zaxxer.hikari.HikariDataSource;
import ink.dreamnet.halo.core.masking.MaskedText;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// Refuses a database that HALO does not work with, or that would not be safe as it is opened, before anything opens it; and gives an embedded one the settings that its
/// URL leaves out.
@Component
public class DatabaseChoice implements BeanPostProcessor {

    private static final String URL = "spring.datasource.url";
    private static final Pattern KNOWN = Pattern.compile("jdbc:(?:[\\w-]+:)*?(?<kind>h2|postgresql):.*");
    /// `jdbc:oracle:thin:user/password@host`
    private static final Pattern ORACLE_PASSWORD = Pattern.compile("(?<=^jdbc:oracle:[^/]{1,200})/[^/@]+(?=@)");
    private static final String DATABASE = "spring.jpa.database";
    private static final List<String> DIALECTS = List.of("spring.jpa.database-platform",
            "spring.jpa.properties.hibernate.dialect");
    /// What Hibernate calls the dialects that HALO's statements are made for.
    private static final Map<String, String> NAMES = Map.of("h2", "H2", "postgresql", "PostgreSQL");

    /// @throws StartRefusedException where another one has to be configured
    public static void check(Environment environment) {
        String url = environment.getProperty(URL, "");
        Matcher known = KNOWN.matcher(url);
        if (!known.matches()) {
            throw new StartRefusedException(
                    "%s (SPRING_DATASOURCE_URL) is '%s', which is no database that HALO works with.".formatted(URL,
                            MaskedText.in(ORACLE_PASSWORD.matcher(url).replaceFirst("/" + MaskedText.MASK))),
                    "Name one of PostgreSQL (jdbc:postgresql://db.example:5432/halo) or a file of H2 (jdbc:h2:async:/var/lib/halo/halo).");
        }
        EmbeddedUrl.of(url).ifPresent(file -> check(file, MaskedText.in(url)));
        checkDialect(known.group("kind"), environment);
    }

    private static void check(EmbeddedUrl file, String shown) {
        file.unknownSystem().ifPresent(system -> {
            throw new StartRefusedException(
                    "%s (SPRING_DATASOURCE_URL) is '%s', but H2 has no '%s' there and would make a folder of that name."
                            .formatted(URL, shown, system),
                    "Write one of H2's own words, in small letters: jdbc:h2:tcp: for a server, jdbc:h2:async: for a file, jdbc:h2:mem: for memory.");
        });
        if (!file.survivesInterrupts()) {
            throw new StartRefusedException(
                    "%s (SPRING_DATASOURCE_URL) is '%s', which is not safe: any interrupted thread, such as an analyzer at its deadline, would close that file for all of HALO."
                            .formatted(URL, shown),
                    "Write %s instead: it is the same file.".formatted(MaskedText.in(file.surviving().toString())));
        }
    }

    /// Hibernate asks the database itself. What is set all the same must be what it would find.
    private static void checkDialect(String kind, Environment environment) {
        String name = NAMES.getOrDefault(kind, kind);
        String type = "org.hibernate.dialect.%sDialect".formatted(name);
        // read by Spring, as any enum: whatever its case, and with or without hyphens
        requireOneOf(List.of("default", kind), DATABASE, environment,
                value -> value.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT));
        DIALECTS.forEach(
                property -> requireOneOf(List.of(type, name), property, environment, UnaryOperator.identity()));
    }

    private static void requireOneOf(List<String> allowed, String property, Environment environment,
            UnaryOperator<String> reading) {
        String value = environment.getProperty(property, "");
        if (!value.isBlank() && !allowed.contains(reading.apply(value))) {
            throw new StartRefusedException("%s is '%s', which does not fit the database of %s."
                    .formatted(property, value, URL),
                    "Remove %s: HALO finds it out from the database (%s).".formatted(property, allowed.getFirst()));
        }
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof HikariDataSource pool && pool.getJdbcUrl() != null) {
            EmbeddedUrl.of(pool.getJdbcUrl()).ifPresent(file -> pool.setJdbcUrl(file.complete().toString()));
        }
        return bean;
    }
}
