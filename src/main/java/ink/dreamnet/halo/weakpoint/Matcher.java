package ink.dreamnet.halo.weakpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.core.Glob;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Regex;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// One condition on a weak point: `subject=endpoint:shop-*`, `labels.team!=core`, `code=~endpoint[.](down|slow)`.
///
/// @param name `subject`, `kind`, `analyzer`, `code`, `severity`, `squad` or `labels.` and a label's name
/// @param operator how to compare
/// @param value what to compare with. With `=` and `!=` a `*` stands for any text, except in labels
/// @param glob the value, as `=` and `!=` compare with it except in labels
/// @param pattern the value as a regular expression, for the whole text; null with the other operators
record Matcher(String name, Operator operator, String value, Glob glob, @Nullable Regex pattern) {

    /// What the names of labels begin with.
    static final String LABELS = "labels.";

    private static final Set<String> NAMES = Set.of("subject", "kind", "analyzer", "code", "severity", "squad");
    private static final Set<String> OF_SUBJECTS = Set.of("subject", "kind", "squad");
    private static final int MAX_LENGTH = 500;
    private static final int MAX_EXPRESSION = 200;

    /// How to compare.
    enum Operator {
        EQUAL("="), NOT_EQUAL("!="), MATCHES("=~");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }
    }

    /// Reads a condition.
    ///
    /// @param field the name of the input field, for the error message
    /// @throws InvalidInputException where it has another form
    static Matcher parse(String field, String text) {
        Texts.check(field, text, MAX_LENGTH);
        int sign = sign(text);
        if (sign < 1) {
            throw wrong(field, text, "has not the form name=value, name!=value or name=~expression");
        }
        Operator operator = text.charAt(sign) == '!'
                ? Operator.NOT_EQUAL
                : text.startsWith("=~", sign) ? Operator.MATCHES : Operator.EQUAL;
        String name = text.substring(0, sign).strip();
        String value = text.substring(sign + operator.sign.length()).strip();
        if (!NAMES.contains(name) && !(name.startsWith(LABELS) && name.length() > LABELS.length())) {
            throw wrong(field, text,
                    "names '%s', which is not one of subject, kind, analyzer, code, severity, squad, labels.<name>"
                            .formatted(name));
        }
        checkValue(field, name, operator, value);
        return new Matcher(name, operator, value, Glob.wildcard(value),
                operator == Operator.MATCHES ? compile(field, text, value) : null);
    }

    /// @return where the operator begins, or -1
    private static int sign(String text) {
        int equals = text.indexOf('=');
        return equals > 0 && text.charAt(equals - 1) == '!' ? equals - 1 : equals;
    }

    /// A value that can never match would silence nothing, unnoticed.
    private static void checkValue(String field, String name, Operator operator, String value) {
        if (operator == Operator.MATCHES || value.contains("*")) {
            return;
        }
        switch (name) {
            case "severity" -> Wire.parse(Severity.class, field, value);
            case "kind" -> Wire.parse(SubjectKind.class, field, value);
            case "subject" -> SubjectRef.parse(field, value);
            case "analyzer", "code" -> {
                if (value.isEmpty()) {
                    throw new InvalidInputException(field, "the value of '%s' is empty".formatted(name));
                }
            }
            default -> {
                // a squad or a label may be absent, which the empty text stands for
            }
        }
    }

    private static Regex compile(String field, String text, String expression) {
        if (expression.length() > MAX_EXPRESSION) {
            throw wrong(field, text, "has an expression of more than %d characters".formatted(MAX_EXPRESSION));
        }
        try {
            return Regex.compile(expression);
        } catch (Regex.MalformedException malformed) {
            throw wrong(field, text, "has an expression that " + malformed.getMessage());
        }
    }

    private static InvalidInputException wrong(String field, String text, String why) {
        return new InvalidInputException(field, "'%s' %s".formatted(text, why));
    }

    /// @return whether the weak point is as the condition asks
    boolean matches(SilenceTarget weakPoint) {
        return test(weakPoint.value(name));
    }

    private boolean test(String present) {
        return switch (operator) {
            case EQUAL -> equal(present);
            case NOT_EQUAL -> !equal(present);
            case MATCHES -> pattern != null && pattern.matches(present);
        };
    }

    private boolean equal(String present) {
        return name.startsWith(LABELS) ? present.equals(value) : glob.matches(present);
    }

    /// @return whether it picks something out: neither a negation nor a pattern that whatever has the name fulfils
    boolean selects() {
        if (operator == Operator.NOT_EQUAL) {
            return false;
        }
        return switch (name) {
            case "severity" ->
                !all(Arrays.stream(Severity.values()).filter(s -> s.atLeast(Severity.MEDIUM)).map(Wire::wire)
                        .toList());
            case "kind" -> !all(Arrays.stream(SubjectKind.values()).map(Wire::wire).toList());
            case "subject" -> !all(Arrays.stream(SubjectKind.values())
                    .flatMap(kind -> List.of(kind.wire() + ":a", kind.wire() + ":Z.9/x").stream()).toList());
            case "analyzer" -> !all(List.of("a", "z-9"));
            case "code" -> !all(List.of("a", "z.9-x"));
            default -> !all(List.of("", "a", "Z 9/x"));
        };
    }

    private boolean all(List<String> probes) {
        return probes.stream().allMatch(this::test);
    }

    /// @return whether it asks something of the subject, not of the finding
    boolean ofSubject() {
        return OF_SUBJECTS.contains(name) || name.startsWith(LABELS);
    }

    /// @return whether it asks for what is declared of the subject
    boolean needsFacts() {
        return name.equals("squad") || name.startsWith(LABELS);
    }

    @Override
    public String toString() {
        return name + operator.sign + value;
    }
}
