package ink.dreamnet.halo.core;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Lets a transaction that an operator asked for take longer than PostgreSQL gives to others ([PostgresTimeouts]).
@Component
public class LongTransaction {

    private final JdbcTemplate jdbc;

    LongTransaction(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// To be called at the beginning of the transaction; it holds until its end. Other databases have no such bounds.
    @Transactional(propagation = Propagation.MANDATORY)
    public void allow() {
        jdbc.execute((ConnectionCallback<@Nullable Void>) connection -> {
            if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
                try (var settings = connection.createStatement()) {
                    settings.execute("""
                            select set_config(name, '0', true) from pg_settings
                            where name in ('transaction_timeout', 'statement_timeout')""");
                }
            }
            return null;
        });
    }
}
