package ink.dreamnet.halo.core;

import java.util.List;
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
    private static final Pattern KNOWN = Pattern.compile("jdbc:(?:[\\w-]+:)*?(?:h2|postgresql):.*");
    /// `jdbc:oracle:thin:user/password@host`
    private static final Pattern ORACLE_PASSWORD = Pattern.compile("(?<=^jdbc:oracle:[^/]{1,200})/[^/@]+(?=@)");
    /// Hibernate asks the database itself, and HALO's statements are made for its answer.
    private static final List<String> DIALECTS = List.of("spring.jpa.database", "spring.jpa.database-platform",
            "spring.jpa.properties.hibernate.dialect");

    /// @throws StartRefusedException where another one has to be configured
    public static void check(Environment environment) {
        String url = environment.getProperty(URL, "");
        if (!KNOWN.matcher(url).matches()) {
            throw new StartRefusedException(
                    "%s (SPRING_DATASOURCE_URL) is '%s', which is no database that HALO works with.".formatted(URL,
                            MaskedText.in(ORACLE_PASSWORD.matcher(url).replaceFirst("/" + MaskedText.MASK))),
                    "Name one of PostgreSQL (jdbc:postgresql://db.example:5432/halo) or a file of H2 (jdbc:h2:async:/var/lib/halo/halo).");
        }
        EmbeddedUrl.of(url).filter(file -> !file.survivesInterrupts()).ifPresent(file -> {
            throw new StartRefusedException(
                    "%s (SPRING_DATASOURCE_URL) is '%s', which is not safe: any interrupted thread, such as an analyzer at its deadline, would close that file for all of HALO."
                            .formatted(URL, MaskedText.in(url)),
                    "Write %s instead: it is the same file.".formatted(MaskedText.in(file.surviving().toString())));
        });
        DIALECTS.stream().filter(environment::containsProperty).findFirst().ifPresent(dialect -> {
            throw new StartRefusedException("%s is '%s', but HALO finds it out from the database.".formatted(dialect,
                    environment.getProperty(dialect)), "Remove %s.".formatted(dialect));
        });
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof HikariDataSource pool && pool.getJdbcUrl() != null) {
            EmbeddedUrl.of(pool.getJdbcUrl()).ifPresent(file -> pool.setJdbcUrl(file.complete().toString()));
        }
        return bean;
    }
}
