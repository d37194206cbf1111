package ink.dreamnet.halo.support;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// Records the queries that a call of the API makes, so that a test can ask the database how it answers them.
@TestComponent
public class QueryRecorder implements BeanPostProcessor {

    /// The threads in which the server answers calls.
    private static final String SERVER = "tomcat-handler-";
    private static final Pattern READS = Pattern.compile("\\s*(select|with)\\b", Pattern.CASE_INSENSITIVE);

    private volatile @Nullable List<Query> recording;
    private volatile Predicate<Thread> recorded = thread -> false;

    /// A query with its parameters.
    public record Query(String sql, List<Parameter> parameters) {

        /// @param set the method of the statement that took it
        record Parameter(Method set, @Nullable Object[] arguments) {
        }

        /// @return the statement, with the parameters set, preceded by some text
        public PreparedStatement prepare(Connection connection, String before) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(before + sql);
            for (Parameter parameter : parameters) {
                call(parameter.set(), statement, parameter.arguments());
            }
            return statement;
        }
    }

    /// @return the queries that the server and this thread made meanwhile
    public List<Query> during(Runnable call) {
        Thread self = Thread.currentThread();
        return during(call, thread -> thread == self || thread.getName().startsWith(SERVER));
    }

    /// @return the queries that all threads made meanwhile
    public List<Query> ofAllThreads(Runnable call) {
        return during(call, thread -> true);
    }

    private List<Query> during(Runnable call, Predicate<Thread> threads) {
        List<Query> queries = new CopyOnWriteArrayList<>();
        recorded = threads;
        recording = queries;
        try {
            call.run();
        } finally {
            recording = null;
        }
        return queries;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource dataSource ? new RecordingDataSource(dataSource) : bean;
    }

    private final class RecordingDataSource extends DelegatingDataSource {

        RecordingDataSource(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            List<Query> queries = recording;
            return queries == null || !recorded.test(Thread.currentThread())
                    ? connection
                    : recorded(connection, queries);
        }
    }

    private static Connection recorded(Connection connection, List<Query> queries) {
        return proxy(Connection.class, (method, arguments) -> {
            Object answer = call(method, connection, arguments);
            return answer instanceof PreparedStatement statement && arguments != null
                    ? recorded(statement, (String) arguments[0], queries)
                    : answer;
        });
    }

    private static PreparedStatement recorded(PreparedStatement statement, String sql, List<Query> queries) {
        Map<Integer, Query.Parameter> parameters = new TreeMap<>();
        return proxy(PreparedStatement.class, (method, arguments) -> {
            if (method.getName().startsWith("set") && arguments != null && arguments.length > 1
                    && arguments[0] instanceof Integer index) {
                parameters.put(index, new Query.Parameter(method, arguments));
            } else if (method.getName().startsWith("execute") && READS.matcher(sql).lookingAt()) {
                queries.add(new Query(sql, List.copyOf(parameters.values())));
            }
            return call(method, statement, arguments);
        });
    }

    private interface Handler {
        @Nullable
        Object handle(Method method, @Nullable Object @Nullable [] arguments) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
                (self, method, arguments) -> handler.handle(method, arguments)));
    }

    private static @Nullable Object call(Method method, Object target, @Nullable Object @Nullable [] arguments)
            throws SQLException {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            if (failed.getCause() instanceof SQLException refused) {
                throw refused;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (IllegalAccessException closed) {
            throw new IllegalStateException(closed);
        }
    }
}
