package ink.dreamnet.halo.core;

import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/// Sees to it that every statement on PostgreSQL ends: on this side where the connection has gone dead without a word, on the
/// server's where it waits for a lock or where this side has. What the JDBC URL, the pool's properties, the role or the database
/// sets stays as it is.
///
/// And that it is planned for the values that it asks for: what is rare is found by its index, although most rows have other values.
@Component
class PostgresTimeouts implements BeanPostProcessor {

    /// Of pgjdbc, in seconds. The socket's is longer than any wait on the server, so that who waits there learns why.
    static final Map<String, String> DRIVER = Map.of("connectTimeout", "5", "loginTimeout", "10", "socketTimeout", "30",
            "tcpKeepAlive", "true");

    /// Of the session: name, the value that is PostgreSQL's own, and HALO's. The locks of a process that has gone are free
    /// after 20 s, and its connections after 35 s; after 40 s at most where it has gone in the middle of a batch, which for the
    /// server is neither a statement nor idle. A name that the server does not know is left out: `transaction_timeout` came with
    /// PostgreSQL 17.
    private static final String SESSION = """
            select set_config(name, halo, false) from (values
                ('lock_timeout', '0', '20s'), ('statement_timeout', '0', '25s'),
                ('idle_in_transaction_session_timeout', '0', '20s'),
                ('transaction_timeout', '0', '40s'),
                ('tcp_keepalives_idle', '7200', '15'), ('tcp_keepalives_interval', '75', '5'),
                ('tcp_keepalives_count', '9', '4'),
                ('plan_cache_mode', 'auto', 'force_custom_plan')) as settings (name, usual, halo)
            where current_setting(name, true) = usual""";

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof HikariDataSource pool && pool.getJdbcUrl() != null
                && pool.getJdbcUrl().startsWith("jdbc:postgresql:")) {
            DRIVER.forEach(pool.getDataSourceProperties()::putIfAbsent);
            if (pool.getConnectionInitSql() == null) {
                pool.setConnectionInitSql(SESSION);
            }
        }
        return bean;
    }
}
