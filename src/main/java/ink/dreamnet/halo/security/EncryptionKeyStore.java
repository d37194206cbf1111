package ink.dreamnet.halo.security;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Knows which keys the database may have values of, so that HALO does not start without one of them.
@Repository
class EncryptionKeyStore {

    /// Stands for values in clear.
    private static final String CLEAR = "clear";

    private final JdbcClient jdbc;

    EncryptionKeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @return the ids of all keys that there may be values of
    Set<String> ids() {
        return Set.copyOf(jdbc.sql("select id from encryption_key where id <> ?").param(CLEAR).query(String.class)
                .list());
    }

    /// Notes that values are written with a key from now on.
    ///
    /// @param key its id; null for values in clear
    void announce(@Nullable String key) {
        String id = key == null ? CLEAR : key;
        try {
            jdbc.sql("""
                    insert into encryption_key (id) select cast(? as varchar(16))
                    where not exists (select 1 from encryption_key where id = ?)""").params(id, id).update();
        } catch (DuplicateKeyException noted) {
            // by another replica, which starts at the same time
        }
    }

    /// @return whether there may be values in clear
    boolean clear() {
        return jdbc.sql("select count(*) from encryption_key where id = ?").param(CLEAR).query(Integer.class)
                .single() > 0;
    }

    /// @return whether there may be values that are written otherwise than now
    boolean mixed() {
        return jdbc.sql("select count(*) from encryption_key").query(Integer.class).single() > 1;
    }

    /// Notes that no value is written otherwise any more.
    void only(@Nullable String key) {
        jdbc.sql("delete from encryption_key where id <> ?").param(key == null ? CLEAR : key).update();
    }
}
