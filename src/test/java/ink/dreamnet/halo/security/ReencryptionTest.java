package ink.dreamnet.halo.security;

import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.core.encryption.EncryptedColumn;
import ink.dreamnet.halo.core.encryption.Encryption;
import ink.dreamnet.halo.core.encryption.UnreadableValueException;
import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What becomes of a database when a key is configured, replaced, forgotten or taken away.
@HaloTest
abstract class ReencryptionTest {

    private static final String FIRST = key(1);
    private static final String SECOND = key(2);
    /// More than two slices.
    private static final int DEFINITIONS = 401;

    @Autowired
    JdbcTemplate jdbc;

    @OnH2
    static class OnH2Test extends ReencryptionTest {
    }

    @OnPostgres
    static class OnPostgresTest extends ReencryptionTest {
    }

    private static String key(int filling) {
        byte[] key = new byte[Encryption.KEY_BYTES];
        Arrays.fill(key, (byte) filling);
        return Base64.getEncoder().encodeToString(key);
    }

    private EncryptionKeyStore store() {
        return new EncryptionKeyStore(JdbcClient.create(jdbc));
    }

    /// As at a start.
    private Encryption start(@Nullable String key, String... previous) {
        return new EncryptionConfiguration().encryption(new EncryptionProperties(key, List.of(previous)),
                new SecretReferences(Map.of("HALO_KEY", SECOND)::get), store());
    }

    private void rewrite(Encryption encryption) {
        Reencryption loop = new Reencryption(jdbc, encryption, store());
        while (loop.step(false)) {
            // the next slice
        }
    }

    private List<String> stored(EncryptedColumn column) {
        return jdbc.query("select %s from %s where %s is not null order by %s".formatted(column.column(),
                column.table(), column.column(), String.join(", ", column.key())),
                (row, number) -> String.valueOf(row.getString(1)));
    }

    @BeforeEach
    void aDatabaseInClear() {
        empty();
        start(null);
        jdbc.batchUpdate("""
                insert into definition (kind, id, definition, revision, updated_at)
                values (?, ?, ?, 1, current_timestamp)""", IntStream.range(0, DEFINITIONS)
                .mapToObj(n -> new Object[]{"sealed", "e%03d".formatted(n), "{\"n\":%d}".formatted(n)}).toList());
        jdbc.update("insert into wormhole_rule (id, definition, authors, updated_at) "
                + "values ('w', '{}', '[]', current_timestamp)");
    }

    @AfterEach
    void empty() {
        jdbc.update("delete from definition where kind = 'sealed'");
        jdbc.update("delete from wormhole_rule");
        jdbc.update("delete from encryption_key");
    }

    @Test
    void rewriteWhenKeysComeAndGoKeepsTheValues() {
        List<String> clear = stored(EncryptedColumn.DEFINITION);
        Encryption first = start(FIRST);
        rewrite(first);
        assertThat(stored(EncryptedColumn.DEFINITION)).hasSize(DEFINITIONS).allSatisfy(
                value -> assertThat(value).startsWith(String.valueOf(first.mark())));
        assertThat(stored(EncryptedColumn.WORMHOLE)).allMatch(value -> value.startsWith(String.valueOf(first.mark())));
        assertThat(store().ids()).containsExactly(String.valueOf(first.current()));

        Encryption second = start("env:HALO_KEY", FIRST);
        assertThat(store().ids()).as("until all is rewritten").hasSize(2);
        rewrite(second);
        assertThat(store().ids()).containsExactly(String.valueOf(second.current()));
        assertThat(second.open(EncryptedColumn.DEFINITION, stored(EncryptedColumn.DEFINITION).get(7), "sealed", "e007"))
                .isEqualTo(clear.get(7));

        rewrite(start(null, SECOND));
        assertThat(stored(EncryptedColumn.DEFINITION)).isEqualTo(clear);
        assertThat(store().ids()).isEmpty();
    }

    @Test
    void startWhenAKeyIsMissingIsRefused() {
        String id = String.valueOf(start(FIRST).current());
        for (@Nullable
        String other : new @Nullable String[]{null, SECOND}) {
            assertThatThrownBy(() -> start(other)).isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("the key " + id + ", which is not configured");
        }
        assertThat(store().ids()).as("nothing was noted").containsExactly(id);
    }

    @Test
    void startWhenAKeyIsNoneIsRefusedWithoutShowingIt() {
        for (String wrong : List.of("bm90IGEga2V5", "not base 64!", "env:NOTHING", "file:/nowhere/key")) {
            assertThatThrownBy(() -> start(wrong)).isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("halo.security.encryption.key").hasMessageNotContaining("bm90IGEga2V5");
            assertThatThrownBy(() -> start(FIRST, wrong)).isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("halo.security.encryption.previous-keys[0]");
        }
    }

    @Test
    void rewriteWhenAValueIsOfAnUnknownKeyLeavesItAndRewritesTheOthers() {
        UUID event = new UUID(3, 4);
        String foreign = new Encryption(Base64.getDecoder().decode(SECOND), List.of())
                .seal(EncryptedColumn.WORMHOLE, "{}", event);
        jdbc.update("update wormhole_rule set definition = ?", foreign);
        Encryption first = start(FIRST);
        rewrite(first);
        assertThat(stored(EncryptedColumn.WORMHOLE)).containsExactly(foreign);
        assertThat(stored(EncryptedColumn.DEFINITION)).allMatch(
                value -> value.startsWith(String.valueOf(first.mark())));
        assertThat(jdbc.queryForObject("select count(*) from encryption_key", Integer.class)).isEqualTo(2);
    }

    @Test
    void openWhenSomebodyWroteAValueInClearIsRefusedOnceAllIsEncrypted() {
        Encryption first = start(FIRST);
        assertThat(first.open(EncryptedColumn.WORMHOLE, "{}", "w")).as("until all is rewritten").isEqualTo("{}");
        rewrite(first);
        // also while the key is replaced
        for (Encryption each : List.of(first, start(FIRST), start(SECOND, FIRST))) {
            assertThatThrownBy(() -> each.open(EncryptedColumn.WORMHOLE, "{}", "w"))
                    .isInstanceOf(UnreadableValueException.class);
        }
    }

    @Test
    void announceWhenReplicasStartTogetherIsNotedOnce() throws Exception {
        jdbc.update("delete from encryption_key");
        try (ExecutorService replicas = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<?> each : replicas.invokeAll(Collections.nCopies(8, () -> {
                store().announce("0a1b2c3d");
                return null;
            }))) {
                each.get();
            }
        }
        assertThat(store().ids()).containsExactly("0a1b2c3d");
    }
}
