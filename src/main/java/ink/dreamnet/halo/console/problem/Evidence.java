package ink.dreamnet.halo.console.problem;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import ink.dreamnet.halo.console.layout.Times;
import ink.dreamnet.halo.console.layout.Words;
import ink.dreamnet.halo.core.Texts;
import org.jspecify.annotations.Nullable;

/// What an analyzer measured, as words and tables.
///
/// @param facts single values by their names, the name first
/// @param tables the lists and the groups of values
record Evidence(List<List<String>> facts, List<Table> tables) {

    private static final int MOST_ROWS = 50;
    private static final int LONGEST = 500;
    /// Is not measured, and the page has it elsewhere.
    private static final Set<String> DECLARED = Set.of("labels", "dependsOn");
    private static final String MILLIS = "Ms";

    /// A list or group of values.
    ///
    /// @param name what they are
    /// @param columns the heads; empty where the values need none
    /// @param rows the values, each as long as the heads
    /// @param more how many rows are left out
    record Table(String name, List<String> columns, List<List<String>> rows, int more) {
    }

    /// @param data names and values as JSON has them
    static Evidence of(Map<String, Object> data, Times times) {
        List<List<String>> facts = new ArrayList<>();
        List<Table> tables = new ArrayList<>();
        data.forEach((name, value) -> {
            if (DECLARED.contains(name)) {
                return;
            }
            if (value instanceof Map<?, ?> map) {
                tables.add(new Table(title(name), List.of(), map.entrySet().stream().limit(MOST_ROWS)
                        .map(entry -> fact(String.valueOf(entry.getKey()), entry.getValue(), times)).toList(),
                        Math.max(0, map.size() - MOST_ROWS)));
            } else if (value instanceof Collection<?> list) {
                if (!list.isEmpty()) {
                    tables.add(table(name, list, times));
                }
            } else {
                facts.add(fact(name, value, times));
            }
        });
        return new Evidence(facts, tables);
    }

    private static Table table(String name, Collection<?> list, Times times) {
        List<?> shown = list.stream().limit(MOST_ROWS).toList();
        Set<String> keys = new LinkedHashSet<>();
        shown.forEach(row -> {
            if (row instanceof Map<?, ?> map) {
                map.keySet().forEach(key -> keys.add(String.valueOf(key)));
            }
        });
        List<List<String>> rows = shown.stream().map(row -> row instanceof Map<?, ?> map
                ? keys.stream().map(key -> text(key, map.get(key), times)).toList()
                : List.of(text(name, row, times))).toList();
        return new Table(title(name), keys.stream().map(Evidence::title).toList(), rows, list.size() - shown.size());
    }

    private static List<String> fact(String name, @Nullable Object value, Times times) {
        return List.of(title(name), text(name, value, times));
    }

    private static String title(String name) {
        return Words.title(name.endsWith(MILLIS) ? name.substring(0, name.length() - MILLIS.length()) : name);
    }

    private static String text(String name, @Nullable Object value, Times times) {
        return switch (value) {
            case null -> "";
            case Number number when name.endsWith(MILLIS) -> times.millis(number);
            case Boolean yes -> yes ? "yes" : "no";
            case String text when name.endsWith("At") || name.equals("from") || name.equals("until")
                    || name.endsWith("After") || name.endsWith("Since") ->
                moment(text, times);
            case Map<?, ?> map -> map.entrySet().stream()
                    .map(entry -> Words.of(String.valueOf(entry.getKey())) + " "
                            + text(String.valueOf(entry.getKey()), entry.getValue(), times))
                    .collect(Collectors.joining(", "));
            case Collection<?> all -> all.stream().map(one -> text(name, one, times))
                    .collect(Collectors.joining(", "));
            default -> Texts.shortened(Objects.toString(value), LONGEST);
        };
    }

    private static String moment(String text, Times times) {
        try {
            Instant at = Instant.parse(text);
            return times.exact(at) + ", " + times.relative(at);
        } catch (DateTimeParseException another) {
            return Texts.shortened(text, LONGEST);
        }
    }
}
