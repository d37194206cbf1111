package ink.dreamnet.halo.core;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/// Says in an API caller's words what a value should have been.
public final class Expected {

    private static final int LONGEST_QUOTE = 100;

    private Expected() {
    }

    /// @param value what was given
    /// @param type the Java type that it should have become; null where it is not known
    /// @return for example `'soon' is not a whole number`
    public static String not(@Nullable Object value, @Nullable Class<?> type) {
        String given = value == null ? "null" : "'" + shortened(String.valueOf(value)) + "'";
        return type == null ? given + " is not valid" : given + " is not " + a(type);
    }

    /// @return for example `a whole number`, or `one of low, medium, high, critical`
    public static String a(Class<?> type) {
        Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
        if (boxed.isEnum()) {
            return "one of " + Arrays.stream(boxed.getEnumConstants()).map(Expected::name)
                    .collect(Collectors.joining(", "));
        }
        if (boxed == Integer.class || boxed == Long.class || boxed == Short.class || boxed == Byte.class) {
            return "a whole number";
        }
        if (Number.class.isAssignableFrom(boxed)) {
            return "a number";
        }
        if (boxed == Boolean.class) {
            return "true or false";
        }
        if (CharSequence.class.isAssignableFrom(boxed) || boxed == URI.class) {
            return "a text";
        }
        if (boxed == Instant.class) {
            return "a time such as 2026-11-23T01:02:03.000Z";
        }
        if (boxed == Duration.class) {
            return "a number of milliseconds";
        }
        if (boxed == UUID.class) {
            return "a UUID";
        }
        if (Collection.class.isAssignableFrom(boxed) || boxed.isArray()) {
            return "a list";
        }
        return boxed.isRecord() || Map.class.isAssignableFrom(boxed) ? "an object" : "valid";
    }

    private static String name(Object constant) {
        return constant instanceof Wire wire ? wire.wire() : String.valueOf(constant).toLowerCase(Locale.ROOT);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    }
}
