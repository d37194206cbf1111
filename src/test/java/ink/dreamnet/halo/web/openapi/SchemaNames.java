package ink.dreamnet.halo.web.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Names schemas by their classes: `Task` for `TaskView`. The name of a class within another is its own where it has several words
/// (`TasksAnswer`), and otherwise the outer one's with it (`SinkRedelivery` for `SinkController.Redelivery`). A type parameter comes first
/// (`TaskExcerpt` for `Excerpt<TaskView>`).
final class SchemaNames {

    /// What says how HALO makes the thing, and not what it is.
    private static final Pattern ROLE = Pattern
            .compile("(?<=.)(Controller|View|Spec|Store|Reporter|Report|Properties)$");
    private static final Pattern SEVERAL_WORDS = Pattern.compile("[A-Z][a-z]+[A-Z].*");

    private SchemaNames() {
    }

    /// @param classes by their full names, each with its type parameter behind it
    /// @return the names by the full names; where two classes would have the same one, both keep the full one
    static Map<String, String> of(Map<String, List<Class<?>>> classes) {
        Set<Class<?>> described = classes.values().stream().map(List::getFirst).collect(Collectors.toSet());
        Map<String, List<String>> claims = new TreeMap<>();
        classes.forEach((full, type) -> claims.computeIfAbsent(type.reversed().stream()
                .map(one -> name(one, described.contains(one.getEnclosingClass()))).collect(Collectors.joining()),
                name -> new ArrayList<>()).add(full));
        Map<String, String> names = new TreeMap<>();
        claims.forEach((name, all) -> all.forEach(full -> names.put(full, all.size() == 1 ? name : full)));
        return names;
    }

    private static String name(Class<?> type, boolean ofSchema) {
        String inner = type.getSimpleName().replaceAll("(?<=.)View$", "");
        Class<?> outer = type.getEnclosingClass();
        if (outer == null || SEVERAL_WORDS.matcher(inner).matches()) {
            return inner;
        }
        String around = ROLE.matcher(outer.getSimpleName()).replaceAll("");
        if (inner.equals("View") || around.endsWith(inner) && !ofSchema) {
            return around;
        }
        return around.startsWith(inner) || inner.startsWith(around) ? inner : around + inner;
    }
}
