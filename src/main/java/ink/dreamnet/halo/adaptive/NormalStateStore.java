package ink.dreamnet.halo.adaptive;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Keeps what was learned.
@Component
class NormalStateStore {

    private static final Logger LOG = LoggerFactory.getLogger(NormalStateStore.class);

    private final JdbcClient jdbc;

    NormalStateStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @return what is kept of a measure, by source; what cannot be read is left out, and is learned anew
    Map<String, NormalState> load(String measure) {
        Map<String, NormalState> states = new HashMap<>();
        jdbc.sql("select source, state from learned_level where measure = ?").param(measure)
                .query((row, number) -> Map.entry(row.getString(1), row.getString(2))).list().forEach(entry -> {
                    try {
                        states.put(entry.getKey(), NormalStateCodec.read(entry.getValue()));
                    } catch (IllegalArgumentException garbled) {
                        LOG.warn("What was learned of the {} of '{}' is learned anew: {}", measure, entry.getKey(),
                                garbled.getMessage());
                    }
                });
        return states;
    }

    /// Saves, in the order of the names, so that two replicas cannot wait for each other's rows.
    @Transactional
    public void save(String measure, Map<String, NormalState> states, Instant now) {
        new TreeMap<>(states).forEach((source, state) -> {
            String text = NormalStateCodec.write(state);
            int updated = jdbc.sql("update learned_level set saved_at = ?, state = ? where source = ? and measure = ?")
                    .params(now.atOffset(ZoneOffset.UTC), text, source, measure).update();
            if (updated == 0) {
                jdbc.sql("insert into learned_level (saved_at, state, source, measure) values (?, ?, ?, ?)")
                        .params(now.atOffset(ZoneOffset.UTC), text, source, measure).update();
            }
        });
    }

    /// Forgets sources.
    @Transactional
    public void forget(String measure, Set<String> sources) {
        sources.forEach(source -> jdbc.sql("delete from learned_level where source = ? and measure = ?")
                .params(source, measure).update());
    }
}
