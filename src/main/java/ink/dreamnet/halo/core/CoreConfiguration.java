package ink.dreamnet.halo.core;

import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;

import javax.sql.DataSource;

import jakarta.persistence.AttributeConverter;

import org.springframework.boot.jpa.autoconfigure.EntityManagerFactoryBuilderCustomizer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/// The clock that every room is handed, and the one of db-scheduler: both are the database's. And how Hibernate starts.
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

    /// Has Hibernate read its entities in a thread of its own while the start goes on; who uses a store first waits for it.
    ///
    /// @param converters what that thread asks the context for. They are made before, because whoever waits for Hibernate holds the lock
    ///        that making a bean in another thread needs
    @Bean
    EntityManagerFactoryBuilderCustomizer hibernateInBackground(List<AttributeConverter<?, ?>> converters) {
        return builder -> builder.setBootstrapExecutor(new VirtualThreadTaskExecutor("halo-hibernate"));
    }
}
