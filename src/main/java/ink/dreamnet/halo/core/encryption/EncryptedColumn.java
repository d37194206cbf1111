package ink.dreamnet.halo.core.encryption;

import java.util.List;

/// The columns whose values are encrypted where a key is configured: what others wrote and HALO needs as it is, so that secrets in
/// it cannot be masked.
public enum EncryptedColumn {
    /// Of subjects that the API put.
    DEFINITION("definition", "definition", "kind", "id"),
    /// Of subjects that were pulled from another service.
    PULLED_DEFINITION("pulled_definition", "definition", "kind", "id"),
    /// Of wormholes that the API put.
    WORMHOLE("wormhole_rule", "definition", "id"),
    /// What an event says.
    EVENT_DATA("wormhole_event", "data", "id"),
    /// What DreamNet's form of an event has besides.
    EVENT_DREAMNET("wormhole_event", "dreamnet", "id"),
    /// Not bound to its row, because JPA converts it without it. Its approval is bound to it by a hash.
    TASK_PAYLOAD("repair_task", "payload", "id");

    private final String table;
    private final String column;
    private final List<String> key;

    EncryptedColumn(String table, String column, String... key) {
        this.table = table;
        this.column = column;
        this.key = List.of(key);
    }

    public String table() {
        return table;
    }

    public String column() {
        return column;
    }

    /// @return the columns of the primary key
    public List<String> key() {
        return key;
    }

    /// @return whether a value is good in its own row only
    public boolean boundToRow() {
        return this != TASK_PAYLOAD;
    }

    @Override
    public String toString() {
        return table + "." + column;
    }
}
