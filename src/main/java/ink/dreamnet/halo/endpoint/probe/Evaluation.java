package ink.dreamnet.halo.endpoint.probe;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

import ink.dreamnet.halo.core.Budget;
import ink.dreamnet.halo.core.masking.MaskedText;
import ink.dreamnet.halo.endpoint.probe.Condition.Operator;
import ink.dreamnet.halo.endpoint.probe.Condition.Result;
import ink.dreamnet.halo.endpoint.probe.Operand.Source;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Judges conditions on one observation; its body is parsed as JSON once at most. What it does is counted in the [Budget] of
/// its thread.
///
/// What was not seen is unknown, so no comparison with it holds, not even `!=`; only `has` asks whether it was.
final class Evaluation {

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(200).maxNumberLength(500).build())
            .build()).enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    /// How much of what was seen is looked at to quote it.
    private static final int SHOWN = 1000;
    private static final int LONGEST_NUMBER = 64;
    private static final int LONGEST_QUOTE = 80;
    private static final BigDecimal DAY = BigDecimal.valueOf(86_400_000L);

    private final Observation seen;
    private final boolean quotes;
    private @Nullable JsonNode json;
    private boolean jsonTried;

    /// @param quotes whether a result may quote headers and bodies; else it says how long they are
    Evaluation(Observation seen, boolean quotes) {
        this.seen = seen;
        this.quotes = quotes;
    }

    Result judge(Condition condition) {
        String actual = value(condition.left());
        if (actual == null) {
            return new Result(false, condition + " but there was no " + asked(condition.left()));
        }
        boolean holds;
        if (condition.right() instanceof Operand.Any any) {
            boolean matches = any.alternatives().stream()
                    .anyMatch(a -> compare(condition, actual, Operator.EQUAL, a));
            holds = matches == (condition.operator() == Operator.EQUAL);
        } else {
            if (value(condition.right()) == null) {
                return new Result(false, condition + " but there was no " + asked(condition.right()));
            }
            holds = compare(condition, actual, condition.operator(), condition.right());
        }
        return new Result(holds, holds ? condition.toString() : condition + " but was " + shown(condition, actual));
    }

    private boolean compare(Condition condition, String actual, Operator operator, Operand right) {
        if (right instanceof Operand.Pattern pattern) {
            return pattern.glob().matches(actual) == (operator == Operator.EQUAL);
        }
        String expected = value(right);
        if (expected == null) {
            return false;
        }
        if (operator == Operator.CONTAINS) {
            Budget.spend(actual.length() + (long) actual.length() * expected.length() / 16);
            return actual.contains(expected);
        }
        BigDecimal number = number(actual, condition);
        BigDecimal bound = number(expected, condition);
        if (number == null != (bound == null) && operator.ordering()) {
            return false;
        }
        int order = number != null && bound != null ? number.compareTo(bound) : actual.compareTo(expected);
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case AT_MOST -> order <= 0;
            case GREATER -> order > 0;
            case AT_LEAST -> order >= 0;
            case CONTAINS -> throw new IllegalStateException("compared as text above");
        };
    }

    private @Nullable String value(Operand operand) {
        return switch (operand) {
            case Operand.Literal literal -> literal.text();
            case Operand.Pattern pattern -> pattern.glob().toString();
            case Operand.Any any -> any.toString();
            case Operand.Has has -> {
                JsonPath path = has.of().json();
                yield String.valueOf(path == null ? value(has.of()) != null : fromJson(path) != null);
            }
            case Operand.Length length -> length(length.of());
            case Operand.Seen s -> switch (s.source()) {
                case STATUS -> seen.status() == null ? null : seen.status().toString();
                case RESPONSE_TIME -> seen.responseMs() == null ? null : seen.responseMs().toPlainString();
                case HEADER -> seen.headers().get(s.path().toLowerCase(Locale.ROOT));
                case BODY -> s.json() == null ? seen.body() : text(fromJson(s.json()));
                case CERTIFICATE_EXPIRATION -> seen.certificateLeft() == null ? null : days(seen.certificateLeft());
                case CONNECTED -> String.valueOf(seen.connected());
                case DNS_RCODE -> seen.dnsRcode();
                case IP -> seen.ip();
            };
        };
    }

    private @Nullable String length(Operand.Seen of) {
        JsonNode found = of.json() == null ? null : fromJson(of.json());
        if (found != null && found.isContainer()) {
            return String.valueOf(found.size());
        }
        String text = of.json() == null ? value(of) : text(found);
        return text == null ? null : String.valueOf(text.length());
    }

    /// @return null where there is no such value; JSON's null is a value
    private @Nullable JsonNode fromJson(JsonPath path) {
        if (!jsonTried) {
            json = parse(seen.body());
            jsonTried = true;
        }
        return json == null ? null : path.find(json);
    }

    private static @Nullable JsonNode parse(@Nullable String body) {
        if (body == null || body.isBlank()) {
            return null;
        }
        Budget.spend(body.length());
        try {
            return JSON.readTree(body);
        } catch (JacksonException _) {
            return null;
        }
    }

    private static @Nullable String text(@Nullable JsonNode found) {
        if (found == null) {
            return null;
        }
        if (!found.isContainer()) {
            return found.isString() ? found.stringValue() : found.toString();
        }
        weigh(found);
        return found.toString();
    }

    /// Counts what is written: where a path leads to many values, each may be the whole document.
    private static void weigh(JsonNode node) {
        Budget.spend(node.isString() ? node.stringValue().length() + 1L : 1);
        for (JsonNode child : node.values()) {
            weigh(child);
        }
    }

    /// A number as it is written, or a duration (`500ms`, `2s`, `48h`, `21d`) in the unit of what it is compared with.
    private static @Nullable BigDecimal number(String text, Condition condition) {
        if (text.length() > LONGEST_NUMBER) {
            return null;
        }
        try {
            if (condition.mentions(Source.RESPONSE_TIME) || condition.mentions(Source.CERTIFICATE_EXPIRATION)) {
                BigDecimal millis = millis(text);
                if (millis != null) {
                    return condition.mentions(Source.RESPONSE_TIME)
                            ? millis
                            : millis.divide(DAY, 6, RoundingMode.HALF_UP);
                }
            }
            return new BigDecimal(text.strip());
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static @Nullable BigDecimal millis(String text) {
        int digits = 0;
        while (digits < text.length() && (Character.isDigit(text.charAt(digits)) || text.charAt(digits) == '.')) {
            digits++;
        }
        if (digits == 0) {
            return null;
        }
        long unit = switch (text.substring(digits)) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            case "d" -> 86_400_000;
            case "w" -> 604_800_000;
            default -> 0;
        };
        return unit == 0 ? null : new BigDecimal(text.substring(0, digits)).multiply(BigDecimal.valueOf(unit));
    }

    private static String days(Duration left) {
        return BigDecimal.valueOf(left.toMillis()).divide(DAY, 6, RoundingMode.HALF_UP).toPlainString();
    }

    private String shown(Condition condition, String actual) {
        if (condition.mentions(Source.RESPONSE_TIME)) {
            return actual + " ms";
        }
        if (condition.mentions(Source.CERTIFICATE_EXPIRATION)) {
            return new BigDecimal(actual).setScale(1, RoundingMode.DOWN) + " days";
        }
        String line = (actual.length() <= SHOWN ? actual : actual.substring(0, SHOWN)).replaceAll("\\s+", " ");
        if (condition.left() instanceof Operand.Seen what && what.source().answered() && !line.isEmpty()) {
            if (!quotes) {
                return "a text of %d characters".formatted(actual.length());
            }
            line = masked(what.path().substring(what.path().lastIndexOf('.') + 1) + ": ", line);
        }
        return line.isEmpty()
                ? "empty"
                : line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
    }

    /// @param name what it is the value of, which may say that it is a secret
    private static String masked(String name, String value) {
        String masked = MaskedText.of(name + value);
        return masked != null && masked.startsWith(name) ? masked.substring(name.length()) : MaskedText.MASK;
    }

    private static String asked(Operand operand) {
        return switch (operand) {
            case Operand.Length length -> length.of().toString();
            case Operand.Has has -> has.of().toString();
            case Operand.Seen s -> s.toString();
            case Operand.Literal _,Operand.Pattern _,Operand.Any _ -> operand.toString();
        };
    }
}
