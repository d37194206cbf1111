package ink.dreamnet.halo.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import ink.dreamnet.halo.support.TestDatabase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

class SchemaMigrationTest {

    private final ApplicationContextRunner start = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class))
            .withUserConfiguration(SchemaMigration.class)
            .withPropertyValues(
                    "spring.flyway.locations=classpath:db/halo/common,classpath:db/halo/{vendor}");

    @TempDir
    Path migrations;

    private static String emptyDatabase(String vendor) {
        return vendor.equals("h2") ? TestDatabase.newH2Url() + ";USER=sa" : TestDatabase.emptyPostgresUrl();
    }

    private static List<String> versions(JdbcTemplate jdbc) {
        return jdbc.query("select \"version\" from \"flyway_schema_history\" where \"version\" is not null order by 1",
                (row, number) -> row.getString(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void migrateWhenAnEarlierSnapshotMadeTheDatabaseIsRefusedAndChangesNothing(String vendor) throws IOException {
        String url = emptyDatabase(vendor);
        Files.writeString(migrations.resolve("V1_0__audit.sql"), "create table audit_entry (id int primary key)");
        Files.writeString(migrations.resolve("V14_1__weak_point_episode.sql"), "create table weak_point (id int)");
        Flyway.configure().dataSource(new DriverManagerDataSource(url)).locations("filesystem:" + migrations).load()
                .migrate();
        start.withPropertyValues("spring.datasource.url=" + url).run(context -> {
            Throwable refused = Objects.requireNonNull(context.getStartupFailure());
            FailureAnalysis said = Objects.requireNonNull(new StartRefusedFailureAnalyzer().analyze(refused));
            assertThat(said.getDescription()).contains("made by another snapshot of HALO").doesNotContain("\n");
            assertThat(said.getAction()).contains("delete (or move away) the directory ./data")
                    .contains("SPRING_DATASOURCE_URL").doesNotContain("\n");
        });
        JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource(url));
        assertThat(versions(jdbc)).containsExactly("1.0", "14.1");
        assertThat(jdbc.queryForObject(
                "select count(*) from information_schema.tables where lower(table_schema) = 'public'",
                Integer.class)).isEqualTo(3);
    }

    @Test
    void migrateWhenTheDatabaseIsOfThisVersionChangesNothing() {
        String url = emptyDatabase("h2");
        for (int i = 0; i < 2; i++) {
            start.withPropertyValues("spring.datasource.url=" + url).run(context -> assertThat(context).hasNotFailed());
        }
        JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource(url));
        assertThat(versions(jdbc)).containsExactly("1.0", "1.1");
    }
}
