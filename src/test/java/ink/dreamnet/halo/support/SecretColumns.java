package ink.dreamnet.halo.support;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/// Finds the columns of a database that have a secret in clear ([SecretScan]). The database searches for what secrets begin with, so
/// that only the rows that may have one are read.
public final class SecretColumns {

    /// How to search each table, by whether the database is H2: all databases of a kind have the same tables.
    private static final Map<Boolean, Map<String, String>> SEARCHES = new ConcurrentHashMap<>();

    private SecretColumns() {
    }

    /// @return columns as `table.column`, with what was found in each
    public static Map<String, String> in(JdbcTemplate jdbc) {
        return in(jdbc, SEARCHES.computeIfAbsent(TestDatabase.isH2(jdbc), h2 -> searches(jdbc, h2)));
    }

    static Map<String, String> in(JdbcTemplate jdbc, Map<String, String> searches) {
        Map<String, String> found = new TreeMap<>();
        searches.forEach((table, search) -> jdbc.query(search, (RowCallbackHandler) row -> {
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                String secret = SecretScan.in(row.getString(i));
                if (secret != null) {
                    found.put("%s.%s".formatted(table.replace("\"", ""), row.getMetaData().getColumnLabel(i))
                            .toLowerCase(Locale.ROOT), secret);
                }
            }
        }));
        return found;
    }

    /// @return how to search each table
    static Map<String, String> searches(JdbcTemplate jdbc, boolean h2) {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        Map<String, String> texts = new LinkedHashMap<>();
        jdbc.query("""
                select c.table_name, c.column_name, lower(c.data_type) from information_schema.columns c
                join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
                where lower(c.table_schema) = 'public' and t.table_type = 'BASE TABLE'""", (RowCallbackHandler) row -> {
            // in quotes: some names are in small letters where others are not
            String table = "\"%s\"".formatted(row.getString(1));
            String column = "\"%s\"".formatted(row.getString(2));
            String type = row.getString(3);
            boolean binary = type.startsWith("binary") || type.equals("bytea");
            if (binary || type.startsWith("char") || type.startsWith("json") || type.equals("text")) {
                columns.computeIfAbsent(table, _ -> new ArrayList<>()).add(column);
                texts.put(table + "." + column, binary
                        ? (h2 ? "cast(utf8tostring(%s) as varchar)" : "encode(%s, 'escape')").formatted(column)
                        : h2 ? column : column + "::text");
            }
        });
        String contains = h2 ? "locate('%s', %s) > 0" : "strpos(%2$s, '%1$s') > 0";
        Map<String, String> searches = new LinkedHashMap<>();
        columns.forEach((table, all) -> searches.put(table, all.stream()
                .map(column -> texts.get(table + "." + column) + " as " + column)
                .collect(Collectors.joining(", ", "select ", " from " + table + " where "))
                + all.stream().flatMap(column -> SecretScan.beginnings().stream()
                        .map(begin -> contains.formatted(begin, texts.get(table + "." + column))))
                        .collect(Collectors.joining(" or "))));
        return searches;
    }
}
