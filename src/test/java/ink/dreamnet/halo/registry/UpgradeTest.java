package ink.dreamnet.halo.registry;

import java.time.OffsetDateTime;
import java.util.List;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.support.TestDatabase;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Migrates a database as the release before the registry left it: with stored endpoints and runs of analyzers.
class UpgradeTest {

    private static final String BEFORE = "5.0";
    private static final String CYCLE = "019a0000-0000-7000-8000-000000000001";

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void migrateWhenEndpointsAreStoredKeepsThem(String vendor) {
        String url = vendor.equals("h2") ? TestDatabase.newH2Url() : TestDatabase.newPostgresUrl();
        DriverManagerDataSource database = new DriverManagerDataSource(url);
        FluentConfiguration flyway = Flyway.configure().dataSource(database)
                .locations("classpath:db/halo/common", "classpath:db/halo/" + vendor);
        flyway.target(BEFORE).load().migrate();
        JdbcTemplate jdbc = new JdbcTemplate(database);
        OffsetDateTime at = OffsetDateTime.parse("2026-05-01T10:00:00.123456Z");
        jdbc.update("update endpoint_revision set revision = 7");
        for (String id : List.of("checkout", "shop:eu")) {
            jdbc.update("insert into endpoint (id, definition, revision, updated_at) values (?, ?, ?, ?)", id,
                    "{\"url\":\"https://example.org/" + id + "\"}", id.equals("checkout") ? 3 : 7, at);
        }
        jdbc.update(
                """
                        insert into halo_cycle (id, started_at, status, mode, triggers, issue_count, weak_point_count, task_count,
                        dispatch_count, version) values (cast(? as uuid), ?, 'COMPLETED', 'FULL', '[]', 0, 0, 0, 0, 0)""",
                CYCLE, at);
        String run = "insert into analyzer_run (analyzer, cycle_id, status, duration_ms, subjects) values (?, cast(? as uuid), 'COMPLETED', 5, 2)";
        jdbc.update(run, "endpoint-health", CYCLE);
        jdbc.update(run, "of-a-cycle-that-was-removed", "019a0000-0000-7000-8000-000000000002");

        Flyway.configure().configuration(flyway).target("latest").load().migrate();

        DefinitionStore store = new DefinitionStore(JdbcClient.create(database));
        assertThat(store.revision(SubjectKind.ENDPOINT)).isEqualTo(7);
        assertThat(store.revision(SubjectKind.SQUAD)).isZero();
        assertThat(store.changedAfter(SubjectKind.ENDPOINT, -1)).containsExactlyInAnyOrder(
                new DefinitionStore.Stored("checkout", "{\"url\":\"https://example.org/checkout\"}", 3, at.toInstant()),
                new DefinitionStore.Stored("shop:eu", "{\"url\":\"https://example.org/shop:eu\"}", 7, at.toInstant()));
        assertThat(store.changedAfter(SubjectKind.ENDPOINT, 6)).hasSize(1);
        assertThat(jdbc.query("select analyzer, issues, passed_over, ran_at from analyzer_run",
                (row, number) -> List.of(row.getString(1), row.getInt(2), row.getInt(3),
                        row.getObject(4, OffsetDateTime.class).toInstant())))
                .containsExactly(List.of("endpoint-health", 0, 0, at.toInstant()));
    }
}
