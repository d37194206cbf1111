package ink.dreamnet.halo.support;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Pattern;

import ink.dreamnet.halo.support.QueryRecorder.Query;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a query costs a database: its plan, and what was read in fact when it was carried out once more.
///
/// @param plan as the database explains it
/// @param rows how many rows or entries of an index were read, those that a filter left out included
/// @param pages how many pages of tables and indexes were read; by H2 from the file only, not from its cache
public record QueryCost(String plan, long rows, long pages) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");
    private static final Pattern READ = Pattern.compile("reads: (\\d+)");

    /// @return the cost of a query that was recorded
    public static QueryCost of(Query query, JdbcTemplate jdbc) {
        boolean h2 = TestDatabase.isH2(jdbc);
        String explain = h2 ? "explain analyze " : "explain (analyze, buffers, format json) ";
        String plan = jdbc.execute((ConnectionCallback<String>) connection -> {
            try (PreparedStatement statement = query.prepare(connection, explain);
                    ResultSet answer = statement.executeQuery()) {
                return lines(answer);
            }
        });
        String known = plan == null ? "" : plan;
        if (h2) {
            return new QueryCost(known, sum(SCANNED, known), sum(READ, known));
        }
        JsonNode root = JSON.readTree(known).get(0).get("Plan");
        return new QueryCost(known, rows(root),
                root.path("Shared Hit Blocks").asLong() + root.path("Shared Read Blocks").asLong());
    }

    private static long sum(Pattern number, String plan) {
        return number.matcher(plan).results().mapToLong(found -> Long.parseLong(found.group(1))).sum();
    }

    private static long rows(JsonNode node) {
        double rows = 0;
        if (node.get("Node Type").asString().endsWith("Scan")) {
            rows = node.path("Actual Rows").asDouble() + node.path("Rows Removed by Filter").asDouble()
                    + node.path("Rows Removed by Index Recheck").asDouble();
        }
        double read = rows * node.path("Actual Loops").asDouble();
        for (JsonNode part : node.path("Plans")) {
            read += rows(part);
        }
        return Math.round(read);
    }

    private static String lines(ResultSet answer) throws SQLException {
        StringBuilder lines = new StringBuilder();
        while (answer.next()) {
            lines.append(answer.getString(1)).append('\n');
        }
        return lines.toString();
    }
}
