package ink.dreamnet.halo.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A query for the newest rows of a long table, in a time that does not depend on how long the table is.
///
/// It walks an index from its newest entry and stops at the end of the page. An index can be walked so only where all columns that stand
/// before the order in it have one value each. Therefore a query is the union of one walk for each combination of such values.
public final class NewestFirst {

    private final String columns;
    private final String table;
    private final List<String> order;
    private final int limit;
    private final StringBuilder conditions = new StringBuilder();
    private final List<Object> compared = new ArrayList<>();
    private final List<String> walks = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    /// @param columns what is read, the columns of the order among them
    /// @param table where from
    /// @param limit how many rows at most
    /// @param order the columns by which the newest comes first
    public NewestFirst(String columns, String table, int limit, String... order) {
        this.columns = columns;
        this.table = table;
        this.limit = limit;
        this.order = List.of(order);
    }

    /// Adds a condition of all walks that follow.
    ///
    /// @param condition SQL with a mark for each value
    public NewestFirst where(String condition, Object... marked) {
        conditions.append(" and ").append(condition);
        compared.addAll(List.of(marked));
        return this;
    }

    /// Adds a walk through the rows that have some values. An index must begin with these columns and go on with those of the order.
    ///
    /// @param keys columns and their values, in the order of the index; empty for all rows
    public void walk(Map<String, Object> keys) {
        List<String> places = Stream.concat(keys.keySet().stream(), order.stream()).toList();
        // H2 walks an index only where the order names all its columns
        walks.add("(select " + columns + " from " + table + " where 1 = 1"
                + keys.keySet().stream().map(key -> " and " + key + " = ?").collect(Collectors.joining()) + conditions
                + newest(places) + " limit " + limit + ")");
        values.addAll(keys.values());
        values.addAll(compared);
    }

    /// @return whether no walk was added, so that there is nothing to find
    public boolean isEmpty() {
        return walks.isEmpty();
    }

    public String sql() {
        return walks.size() == 1
                ? walks.getFirst().substring(1, walks.getFirst().length() - 1)
                : walks.stream().collect(Collectors.joining(" union all ", "select * from (",
                        ") found" + newest(order) + " limit " + limit));
    }

    /// @return the values of the marks of [#sql]
    public Object[] values() {
        return values.toArray();
    }

    private static String newest(List<String> columns) {
        return columns.stream().map(column -> column + " desc").collect(Collectors.joining(", ", " order by ", ""));
    }
}
