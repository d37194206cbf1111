package ink.dreamnet.halo.core;

import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;

import javax.sql.DataSource;

import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The clock that every room is handed, and the one of db-scheduler: both are the database's.
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
    Clock clock(DatabaseTime time) {
        return time.withZone(ZoneOffset.UTC);
    }

    @Bean
    com.github.kagkarlsson.scheduler.Clock schedulerClock(DatabaseTime time) {
        return time::instant;
    }
}
