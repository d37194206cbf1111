package ink.dreamnet.halo.security;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.BackgroundLoop;
import ink.dreamnet.halo.core.encryption.EncryptedColumn;
import ink.dreamnet.halo.core.encryption.Encryption;
import ink.dreamnet.halo.core.encryption.UnreadableValueException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Rewrites after a start what is not stored as the configuration says: with another key, in clear, or encrypted where no key is
/// configured any more. A value that somebody changes meanwhile is left to them. Slices are small, and each is a transaction of its
/// own; after a restart it begins anew. What cannot be read is left as it is, and keeps its key from being forgotten.
@Component
class Reencryption extends BackgroundLoop {

    private static final Logger LOG = LoggerFactory.getLogger(Reencryption.class);
    private static final int SLICE = 200;

    private final JdbcTemplate jdbc;
    private final Encryption encryption;
    private final EncryptionKeyStore keys;
    private int column;
    private List<Object> after = List.of();
    private long rewritten;
    private long unreadable;
    private boolean done;

    Reencryption(JdbcTemplate jdbc, Encryption encryption, EncryptionKeyStore keys) {
        super("halo-reencryption", "Stored values could not be encrypted anew");
        this.jdbc = jdbc;
        this.encryption = encryption;
        this.keys = keys;
    }

    @Override
    protected boolean step(boolean woken) {
        if (done) {
            return false;
        }
        if (column == 0 && after.isEmpty() && !keys.mixed()) {
            done = true;
            return false;
        }
        if (column == EncryptedColumn.values().length) {
            if (unreadable == 0) {
                keys.only(encryption.current());
                encryption.refuseClear();
            }
            LOG.info("{} stored values were {}", rewritten, encryption.current() == null
                    ? "decrypted, because no key is configured any more"
                    : "encrypted with the key " + encryption.current());
            if (rewritten > 0 && encryption.current() != null) {
                LOG.info(
                        "Files of the database may have them as they were until it is compacted (docs/security.md#secrets)");
            }
            if (unreadable > 0) {
                LOG.error("{} stored values could not be read and are as they were", unreadable);
            }
            done = true;
            return false;
        }
        slice(EncryptedColumn.values()[column]);
        return true;
    }

    private void slice(EncryptedColumn of) {
        String key = String.join(", ", of.key());
        String marks = String.join(", ", Collections.nCopies(of.key().size(), "?"));
        String mark = encryption.mark();
        List<Object> arguments = new ArrayList<>(after);
        arguments.add((mark == null ? Encryption.MARK : mark) + "%");
        List<List<Object>> rows = jdbc.query("select %s, %s from %s where %s %s %s like ? order by %s limit %d"
                .formatted(key, of.column(), of.table(),
                        after.isEmpty() ? "" : "(%s) > (%s) and".formatted(key, marks), of.column(),
                        mark == null ? "" : "not", key, SLICE),
                (row, number) -> {
                    List<Object> values = new ArrayList<>();
                    for (int i = 0; i < of.key().size(); i++) {
                        values.add(row.getObject(i + 1));
                    }
                    values.add(row.getString(of.key().size() + 1));
                    return values;
                }, arguments.toArray());
        String update = "update %s set %s = ? where %s and %s = ?".formatted(of.table(), of.column(),
                of.key().stream().map(each -> each + " = ?").collect(Collectors.joining(" and ")), of.column());
        for (List<Object> row : rows) {
            after = row.subList(0, of.key().size());
            String stored = (String) row.getLast();
            try {
                String clear = encryption.open(of, stored, after.toArray());
                List<Object> values = new ArrayList<>(row);
                values.addFirst(encryption.seal(of, clear, after.toArray()));
                rewritten += jdbc.update(update, values.toArray());
            } catch (UnreadableValueException logged) {
                unreadable++;
            }
        }
        if (rows.size() < SLICE) {
            column++;
            after = List.of();
        }
    }
}
