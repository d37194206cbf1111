package ink.dreamnet.halo.endpoint.probe;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.endpoint.probe.Operand.Has;
import ink.dreamnet.halo.endpoint.probe.Operand.Length;
import ink.dreamnet.halo.endpoint.probe.Operand.Seen;
import ink.dreamnet.halo.endpoint.probe.Operand.Source;

/// What must hold of an endpoint's answer, in a small language in the spirit of Gatus: `[STATUS] == 200`,
/// `[RESPONSE_TIME] < 500`, `[BODY].status == UP`. Its grammar is in `docs/conditions.md`.
///
/// `toString` renders it in the language; parsing that gives an equal condition.
public final class Condition {

    private final Operand left;
    private final Operator operator;
    private final Operand right;
    private final Set<Source> sources = EnumSet.noneOf(Source.class);
    private final String text;

    Condition(Operand left, Operator operator, Operand right) {
        this.left = left;
        this.operator = operator;
        this.right = right;
        text = left + " " + operator.symbol() + " " + right;
        collect(left);
        collect(right);
    }

    /// Reads a condition.
    ///
    /// @param text the condition
    /// @return the condition
    /// @throws ConditionSyntaxException where the text is none; it says where and why
    public static Condition parse(String text) {
        return new ConditionParser(text).condition();
    }

    /// Judges what was seen.
    ///
    /// @param observation what was seen
    /// @return whether the condition holds, and why not
    public Result evaluate(Observation observation) {
        return new Evaluation(observation, true).judge(this);
    }

    Operand left() {
        return left;
    }

    Operator operator() {
        return operator;
    }

    Operand right() {
        return right;
    }

    boolean mentions(Source source) {
        return sources.contains(source);
    }

    /// @throws InvalidInputException where the condition asks for what such a target never has
    void checkFits(ProbeTarget.Kind kind) {
        Set<Source> allowed = switch (kind) {
            case HTTP, HTTPS -> EnumSet.complementOf(EnumSet.of(Source.DNS_RCODE));
            case TCP -> EnumSet.of(Source.CONNECTED, Source.RESPONSE_TIME, Source.IP);
            case TLS -> EnumSet.of(Source.CONNECTED, Source.RESPONSE_TIME, Source.IP, Source.CERTIFICATE_EXPIRATION);
            case DNS -> EnumSet.of(Source.CONNECTED, Source.RESPONSE_TIME, Source.DNS_RCODE, Source.BODY);
        };
        for (Source source : sources) {
            if (!allowed.contains(source)) {
                throw new InvalidInputException("conditions", "'%s' asks for [%s], but a %s endpoint has only %s"
                        .formatted(this, source, kind.name().toLowerCase(Locale.ROOT), allowed));
            }
        }
    }

    private void collect(Operand operand) {
        switch (operand) {
            case Seen seen -> sources.add(seen.source());
            case Length length -> sources.add(length.of().source());
            case Has has -> sources.add(has.of().source());
            case Operand.Literal _,Operand.Pattern _,Operand.Any _ -> {
                // ask for nothing
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Condition that && left.equals(that.left) && operator == that.operator
                && right.equals(that.right);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /// How the two sides are compared.
    enum Operator {
        EQUAL("=="), NOT_EQUAL("!="), LESS("<"), AT_MOST("<="), GREATER(">"), AT_LEAST(">="), CONTAINS("contains");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }

        boolean ordering() {
            return switch (this) {
                case LESS, AT_MOST, GREATER, AT_LEAST -> true;
                case EQUAL, NOT_EQUAL, CONTAINS -> false;
            };
        }
    }

    /// @param holds whether the condition holds
    /// @param explanation the condition with what was seen: `[STATUS] == 200 but was 503`; the bare condition if it holds
    public record Result(boolean holds, String explanation) {
    }
}
