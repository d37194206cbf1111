package ink.dreamnet.halo.wormhole;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Keeps the demand for a cycle while the cool-down of the trigger holds it.
@Repository
class CycleDemandStore {

    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {
    };

    private final JdbcClient jdbc;
    private final JsonMapper json;

    CycleDemandStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// @return whether there is a demand
    boolean present() {
        return jdbc.sql("select events from wormhole_wish where id = 1").query(Long.class).single() > 0;
    }

    /// @return the demand; the row stays locked until the end of the transaction
    Optional<CycleDemand> lock() {
        return jdbc.sql("select events, mode, subjects, reason from wormhole_wish where id = 1 for update")
                .query((row, number) -> row.getLong("events") == 0
                        ? Optional.<CycleDemand>empty()
                        : Optional.of(new CycleDemand(row.getLong("events"),
                                CycleMode.valueOf(row.getString("mode").toUpperCase(Locale.ROOT)),
                                scope(row.getString("subjects")), row.getString("reason"))))
                .single();
    }

    private Scope scope(@Nullable String subjects) {
        if (subjects == null) {
            return Scope.ALL;
        }
        Set<SubjectRef> named = json.readValue(subjects, TEXTS).stream().map(SubjectRef::parse)
                .collect(Collectors.toSet());
        return new Scope.Named(named);
    }

    void keep(CycleDemand demand) {
        String subjects = demand.scope() instanceof Scope.Named(Set<SubjectRef> named)
                ? json.writeValueAsString(named.stream().map(SubjectRef::toString).sorted().toList())
                : null;
        jdbc.sql("update wormhole_wish set events = ?, mode = ?, subjects = ?, reason = ? where id = 1")
                .param(demand.events()).param(demand.mode().wire()).param(subjects).param(demand.reason()).update();
    }

    void clear() {
        jdbc.sql("update wormhole_wish set events = 0, mode = null, subjects = null, reason = null where id = 1")
                .update();
    }
}
