package ink.dreamnet.halo.endpoint.probe;

import java.util.List;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.Glob;
import org.jspecify.annotations.Nullable;

/// One side of a [Condition]. `toString` renders it in the language, so that parsing it gives an equal operand.
sealed interface Operand {

    /// What was seen: `[STATUS]`, `[HEADER].Server`, `[BODY].items[0].id`.
    ///
    /// @param source what is asked
    /// @param path the header's name, the JSON path after `[BODY]` with its leading `.` or `[`, or empty
    /// @param json that JSON path; null without one
    record Seen(Source source, String path, @Nullable JsonPath json) implements Operand {

        Seen(Source source, String path) {
            this(source, path, source == Source.BODY && !path.isEmpty() ? JsonPath.parse(path) : null);
        }

        @Override
        public String toString() {
            return "[" + source + "]" + (source == Source.HEADER ? "." : "") + path;
        }
    }

    /// `len(…)`: the length of a text, an array or an object.
    record Length(Seen of) implements Operand {

        @Override
        public String toString() {
            return "len(" + of + ")";
        }
    }

    /// `has(…)`: whether there is such a value.
    record Has(Seen of) implements Operand {

        @Override
        public String toString() {
            return "has(" + of + ")";
        }
    }

    /// A text or number.
    record Literal(String text) implements Operand {

        @Override
        public String toString() {
            return ConditionParser.isBare(text) ? text : ConditionParser.quote(text);
        }
    }

    /// `pat(…)`: any text that the glob matches as a whole; `*` is any text, `?` one character, `\` takes the next one
    /// literally.
    record Pattern(Glob glob) implements Operand {

        @Override
        public String toString() {
            return "pat(" + ConditionParser.quote(glob.toString()) + ")";
        }
    }

    /// `any(…)`: one of several literals or patterns.
    record Any(List<Operand> alternatives) implements Operand {

        public Any {
            alternatives = List.copyOf(alternatives);
        }

        @Override
        public String toString() {
            return alternatives.stream().map(Operand::toString).collect(Collectors.joining(", ", "any(", ")"));
        }
    }

    /// What a condition can ask for.
    enum Source {
        STATUS, RESPONSE_TIME, HEADER, BODY, CERTIFICATE_EXPIRATION, CONNECTED, DNS_RCODE, IP;

        /// @return whether it is a text that the target wrote
        boolean answered() {
            return this == HEADER || this == BODY;
        }
    }
}
