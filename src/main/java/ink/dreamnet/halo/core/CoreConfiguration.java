package ink.dreamnet.halo.core;

import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// The clock that every room is handed, and the one of db-scheduler: both are the database's. The files of the machine, too.
@Configuration(proxyBeanMethods = false)
class CoreConfiguration {

    @Bean
    @DependsOnDatabaseInitialization
    DatabaseTime databaseTime(DataSource dataSource) throws SQLException {
        DatabaseTime time = new DatabaseTime(dataSource, DatabaseTime.steady());
        time.compare();
        Ids.goBy(time);
        return time;
    }

    @Bean
    static DatabaseFiles databaseFiles(Environment environment) {
        return new DatabaseFiles(environment.getProperty("spring.datasource.url", ""));
    }

    /// The files that may be named over the API.
    ///
    /// @param token the administrator's; without one HALO serves its own machine only
    @Bean
    AllowedFiles allowedFiles(FilesProperties properties, @Value("${halo.security.admin-token:}") String token,
            ObjectProvider<OwnFiles> own) {
        return new AllowedFiles(FilesProperties.ALLOW, properties.directories(token.isBlank()),
                () -> own.stream().flatMap(each -> each.ownFiles().stream()));
    }

    @Bean
    Clock clock(DatabaseTime time) {
        return time.withZone(ZoneOffset.UTC);
    }

    @Bean
    com.github.kagkarlsson.scheduler.Clock schedulerClock(DatabaseTime time) {
        return time::instant;
    }
}
