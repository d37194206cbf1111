package ink.dreamnet.halo.core;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonValue;

/// An enum whose constants travel in lower case with hyphens (`PENDING_APPROVAL` is `pending-approval`).
public interface Wire {

    /// @return the constant's Java name
    String name();

    /// @return the name on the wire: lower case, hyphens
    @JsonValue
    default String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Reads a wire name, ignoring case.
    ///
    /// @param type the enum
    /// @param field the name of the input field, for the error message
    /// @param text what was given
    /// @return the constant
    /// @throws InvalidInputException where no constant has that wire name
    static <E extends Enum<E> & Wire> E parse(Class<E> type, String field, String text) {
        for (E constant : type.getEnumConstants()) {
            if (constant.wire().equalsIgnoreCase(text.strip())) {
                return constant;
            }
        }
        throw new InvalidInputException(field, "'%s' is not one of %s".formatted(text, allowed(type)));
    }

    /// @return all wire names of an enum in their order, for messages: `low, medium, high, critical`
    static <E extends Enum<E> & Wire> String allowed(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Wire::wire).collect(Collectors.joining(", "));
    }
}
