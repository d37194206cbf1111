package ink.dreamnet.halo.environment.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.secret.SecretValues;
import ink.dreamnet.halo.core.secret.StandIns;
import ink.dreamnet.halo.environment.dotenv.DotenvEntry;
import ink.dreamnet.halo.environment.dotenv.DotenvFile;
import ink.dreamnet.halo.environment.dotenv.DotenvProblem;
import ink.dreamnet.halo.environment.dotenv.SecretText;
import org.jspecify.annotations.Nullable;

/// Derives a schema from a `.env.example`: what has a value there has a default, what has none is optional, and so is what is
/// commented out; required is what a comment marks as required. No value of the file is kept.
public final class ExampleSchema {

    /// `# required`, `# REQUIRED: the key`, `# @required`, `# Required. Must be long`; not `# required for mail`.
    private static final Pattern MARK = Pattern.compile("(?i)\\A(?:[\\W_]*(?:required|mandatory)\\b"
            + "(?:[\\W_]*|\\s*[)\\]]?(?:\\s*[.:;,!]|\\s*[)\\]]|\\s+[-\u2013\u2014])\\s*"
            + "(?!(?:if|when|only|for|unless|in|by|no|false)\\b)[^\\s].*))");
    /// `# the key (required)`.
    private static final Pattern MARK_AT_THE_END = Pattern
            .compile(
                    "(?i)\\A(?:.*(?:[(\\[]\\s*(?:required|mandatory)\\s*[)\\]]|\\s[-\u2013\u2014]\\s*(?:required|mandatory))\\W*)");
    /// `# === Required ===`, `# Required variables`: holds for all lines of the block below it, `# required` only for the next.
    private static final Pattern HEADING = Pattern.compile("(?i)\\A(?:[\\W_]*+(?:required|mandatory)(?:"
            + "\\s*+[-=*#~_]{2}[\\W_]*+|"
            + "\\s++(?:env(?:ironment)?\\s++)?(?:variables|vars|settings|values|configuration|secrets|keys)[\\W_]*+)"
            + "|(?=[-=*#~_]{2})[\\W_]*+(?:required|mandatory)[\\W_]*+)");

    private ExampleSchema() {
    }

    /// @param file the example, which the caller wipes
    public static Schema of(DotenvFile file) {
        Map<String, VariableRule> variables = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        int below = -1;
        for (DotenvEntry entry : file.entries()) {
            String comment = file.comments().get(entry.line());
            boolean required = entry.line() == below || marked(comment);
            below = entry.line() == below || isHeading(comment) ? entry.line() + 1 : -1;
            variables.put(entry.name(), rule(entry.name(), required, example(entry.written()), comment));
            lines.putIfAbsent(entry.name(), entry.line());
        }
        file.commentedOut().forEach((name, line) -> {
            if (variables.putIfAbsent(name,
                    rule(name, false, VariableRule.Example.NONE, file.comments().get(line))) == null) {
                lines.put(name, line);
            }
        });
        List<SchemaProblem> problems = new ArrayList<>();
        for (DotenvProblem problem : file.problems()) {
            if (!problem.minor()) {
                problems.add(new SchemaProblem(problem.line(), problem.name(), problem.reason(),
                        problem.name() == null ? Severity.LOW : Severity.MEDIUM));
            }
        }
        return new Schema(Map.copyOf(variables), Map.copyOf(lines), List.of(), List.copyOf(problems),
                Schema.Origin.EXAMPLE);
    }

    private static boolean marked(@Nullable String comment) {
        return comment != null && comment.lines().anyMatch(line -> MARK.matcher(line).matches()
                || MARK_AT_THE_END.matcher(line).matches() || HEADING.matcher(line).matches());
    }

    private static boolean isHeading(@Nullable String comment) {
        return comment != null && comment.lines().anyMatch(line -> HEADING.matcher(line).matches());
    }

    private static VariableRule.Example example(SecretText value) {
        if (value.length() == 0) {
            return VariableRule.Example.NONE;
        }
        if (SecretValues.isForNobody(value.view())) {
            return VariableRule.Example.PLACEHOLDER_WITH_PASSWORD;
        }
        return StandIns.isPlaceholder(value.stripped())
                ? VariableRule.Example.PLACEHOLDER
                : VariableRule.Example.DEFAULT;
    }

    private static VariableRule rule(String name, boolean required, VariableRule.Example example,
            @Nullable String comment) {
        return new VariableRule(name, required, example, null, ValueType.STRING, List.of(), null, null, null, null,
                null,
                null, comment == null ? null : comment.replace('\n', ' '));
    }
}
