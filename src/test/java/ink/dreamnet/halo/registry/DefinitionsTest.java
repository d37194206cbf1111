package ink.dreamnet.halo.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import ink.dreamnet.halo.core.SafeMode;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.encryption.Encryption;
import ink.dreamnet.halo.support.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class DefinitionsTest {

    private record Spec(String name) {
    }

    private record Thing(SubjectRef subject, Spec spec, ManagedBy managedBy, @Nullable Instant updatedAt)
            implements
                Definition<Spec> {

        @Override
        public Map<String, String> labels() {
            return Map.of();
        }

        @Override
        public List<SubjectRef> dependsOn() {
            return List.of();
        }
    }

    /// A database whose connection, of one thread, has frozen.
    private static final class Frozen extends DelegatingDataSource {

        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);
        private volatile @Nullable Thread freezes;

        Frozen() {
            super(new DriverManagerDataSource(TestDatabase.newH2Url()));
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (Thread.currentThread().equals(freezes)) {
                asked.countDown();
                try {
                    end.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
                throw new SQLException("Read timed out", "08006");
            }
            return super.getConnection();
        }
    }

    @SuppressWarnings("NullAway")
    private static Definitions<Spec, Thing> readingAlone(DefinitionStore store) {
        return new Registry(store, null, new TransactionTemplate(), Clock.systemUTC(), SafeMode.OFF, event -> {
        }).open(new DefinitionFormat<>(SubjectKind.ENDPOINT, "halo.endpoints", Spec.class,
                (id, spec, by, at) -> new Thing(new SubjectRef(SubjectKind.ENDPOINT, id), spec, by, at)),
                new MockEnvironment(), _ -> Map.of());
    }

    /// Each of those that wait may have a connection that has frozen too: one after the other, the loop would stand still for minutes.
    @Test
    void currentWhenAnotherHasNoAnswerOfTheDatabaseDoesNotWaitForIt() throws Exception {
        Frozen database = new Frozen();
        JdbcClient jdbc = JdbcClient.create(database);
        jdbc.sql("create table definition_revision (kind varchar(20) primary key, revision bigint)").update();
        jdbc.sql("insert into definition_revision values ('endpoint', 7)").update();
        jdbc.sql("create table definition (kind varchar(20), id varchar(200), definition text, revision bigint,"
                + " updated_at timestamp(6) with time zone)").update();
        Definitions<Spec, Thing> definitions = readingAlone(new DefinitionStore(jdbc, Encryption.NONE));
        Thread stuck = Thread.ofVirtual().unstarted(() -> {
            try {
                definitions.current();
            } catch (RuntimeException expected) {
                // the database did not answer
            }
        });
        database.freezes = stuck;
        stuck.start();
        try {
            assertThat(database.asked.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(CompletableFuture.supplyAsync(definitions::current, Thread::startVirtualThread)
                    .get(30, TimeUnit.SECONDS).definitions())
                    .isEmpty();
        } finally {
            database.end.countDown();
            stuck.join();
        }
    }
}
