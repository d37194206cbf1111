package ink.dreamnet.halo.endpoint.probe;

import java.util.List;

import ink.dreamnet.halo.core.Budget;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What must hold of a value for a [JsonPath] to take it: `@.locked == true && @.age > 5`.
sealed interface JsonFilter {

    /// @return whether it holds
    boolean holds(JsonNode node);

    /// `a || b`
    record Or(List<JsonFilter> any) implements JsonFilter {
        @Override
        public boolean holds(JsonNode node) {
            return any.stream().anyMatch(each -> each.holds(node));
        }
    }

    /// `a && b`
    record And(List<JsonFilter> all) implements JsonFilter {
        @Override
        public boolean holds(JsonNode node) {
            return all.stream().allMatch(each -> each.holds(node));
        }
    }

    /// `!a`
    record Not(JsonFilter of) implements JsonFilter {
        @Override
        public boolean holds(JsonNode node) {
            return !of.holds(node);
        }
    }

    /// `@.a.b`: whether there is such a value
    record Exists(Value.At path) implements JsonFilter {
        @Override
        public boolean holds(JsonNode node) {
            return path.of(node) != null;
        }
    }

    /// `@.a < 5`. Values of different kinds, and what is not there, are different from each other and have no order.
    record Compares(Value left, Order order, Value right) implements JsonFilter {
        @Override
        public boolean holds(JsonNode node) {
            JsonNode a = left.of(node);
            JsonNode b = right.of(node);
            return switch (order) {
                case EQUAL -> equal(a, b);
                case NOT_EQUAL -> !equal(a, b);
                case LESS -> compare(a, b, -1, -1);
                case AT_MOST -> compare(a, b, -1, 0);
                case GREATER -> compare(a, b, 1, 1);
                case AT_LEAST -> compare(a, b, 1, 0);
            };
        }

        private static boolean equal(@Nullable JsonNode a, @Nullable JsonNode b) {
            return a == null || b == null ? a == b : compare(a, b, 0, 0) || !a.isNumber() && a.equals(b);
        }

        /// @return whether both have an order, and it is one of two (-1, 0 or 1)
        private static boolean compare(@Nullable JsonNode a, @Nullable JsonNode b, int one, int other) {
            int sign;
            if (a != null && b != null && a.isNumber() && b.isNumber()) {
                sign = a.decimalValue().compareTo(b.decimalValue());
            } else if (a != null && b != null && a.isString() && b.isString()) {
                sign = Integer.signum(a.stringValue().compareTo(b.stringValue()));
            } else {
                return false;
            }
            return sign == one || sign == other;
        }
    }

    /// How two values are compared.
    enum Order {
        EQUAL("=="), NOT_EQUAL("!="), AT_MOST("<="), AT_LEAST(">="), LESS("<"), GREATER(">");

        private final String symbol;

        Order(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }
    }

    /// One side of a comparison.
    sealed interface Value {

        /// @return the value; null where there is none
        @Nullable
        JsonNode of(JsonNode node);

        /// A text, number, truth value or null.
        record Literal(JsonNode value) implements Value {
            @Override
            public JsonNode of(JsonNode node) {
                return value;
            }
        }

        /// `@`, `@.a[0]`: a value below the one that is asked about.
        record At(List<JsonPath.Selector> selectors) implements Value {
            @Override
            public @Nullable JsonNode of(JsonNode node) {
                Budget.spend(1L + selectors.size());
                JsonNode at = node;
                for (JsonPath.Selector selector : selectors) {
                    at = at == null ? null : selector.one(at);
                }
                return at;
            }
        }
    }
}
