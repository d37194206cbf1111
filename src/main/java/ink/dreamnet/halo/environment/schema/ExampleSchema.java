package ink.dreamnet.halo.environment.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.environment.dotenv.DotenvEntry;
import ink.dreamnet.halo.environment.dotenv.DotenvFile;
import ink.dreamnet.halo.environment.dotenv.DotenvProblem;
import org.jspecify.annotations.Nullable;

/// Derives a schema from a `.env.example`: what is listed is required, what is commented out is known, and the comment above
/// says what it is for. No value of the file is kept.
public final class ExampleSchema {

    private ExampleSchema() {
    }

    /// @param file the example, which the caller wipes
    public static Schema of(DotenvFile file) {
        Map<String, VariableRule> variables = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        for (DotenvEntry entry : file.entries()) {
            variables.put(entry.name(), rule(entry.name(), true, file.comments().get(entry.line())));
            lines.putIfAbsent(entry.name(), entry.line());
        }
        file.commentedOut().forEach((name, line) -> {
            if (variables.putIfAbsent(name, rule(name, false, file.comments().get(line))) == null) {
                lines.put(name, line);
            }
        });
        List<SchemaProblem> problems = new ArrayList<>();
        for (DotenvProblem problem : file.problems()) {
            if (!problem.minor()) {
                problems.add(new SchemaProblem(problem.line(), problem.name(), problem.reason()));
            }
        }
        return new Schema(Map.copyOf(variables), Map.copyOf(lines), List.of(), List.copyOf(problems), true);
    }

    private static VariableRule rule(String name, boolean required, @Nullable String description) {
        return new VariableRule(name, required, null, ValueType.STRING, List.of(), null, null, null, null,
                SensitiveNames.matches(name), null, description);
    }
}
