package ink.dreamnet.halo.core.masking;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.PlainJson;
import ink.dreamnet.halo.core.secret.SecretNames;
import org.jspecify.annotations.Nullable;

/// Masks copies of plain data, and puts secrets back where somebody returns what they were shown.
public final class MaskedMap {

    private final boolean byName;

    private MaskedMap(boolean byName) {
        this.byName = byName;
    }

    /// @param data of texts, numbers, booleans, maps and lists ([PlainJson])
    /// @return an unmodifiable copy, masked by the names in it too
    public static Map<String, Object> of(Map<String, Object> data) {
        return of(data, true);
    }

    /// @return as [#of], but masked by the texts alone, where the names are HALO's own
    public static Map<String, Object> texts(Map<String, Object> data) {
        return of(data, false);
    }

    /// @return an unmodifiable copy of labels, masked by their names too
    public static Map<String, String> labels(Map<String, String> labels) {
        if (labels.isEmpty()) {
            return Map.of();
        }
        Map<String, String> masked = new LinkedHashMap<>();
        MaskedMap map = new MaskedMap(true);
        labels.forEach((name, value) -> masked.put(name, map.each(name, value).toString()));
        return Collections.unmodifiableMap(masked);
    }

    private static Map<String, Object> of(Map<String, Object> data, boolean byName) {
        Map<String, Object> masked = new LinkedHashMap<>();
        MaskedMap map = new MaskedMap(byName);
        data.forEach((name, value) -> masked.put(name, map.each(name, value)));
        return Collections.unmodifiableMap(masked);
    }

    /// @param name the name of the value, or the nearest one around it that says that it is secret
    private Object each(String name, Object value) {
        return switch (value) {
            case String text -> byName && SecretNames.isSecret(name, text) ? MaskedText.MASK : MaskedText.in(text);
            case Map<?, ?> members -> {
                Map<String, @Nullable Object> masked = new LinkedHashMap<>();
                members.forEach((member, inner) -> masked.put(String.valueOf(member), inner == null
                        ? null
                        : each(nearest(name, String.valueOf(member)), inner)));
                yield Collections.unmodifiableMap(masked);
            }
            case List<?> items -> {
                List<@Nullable Object> masked = new ArrayList<>();
                items.forEach(item -> masked.add(item == null ? null : each(name, item)));
                yield Collections.unmodifiableList(masked);
            }
            default -> value;
        };
    }

    private static String nearest(String outer, String inner) {
        return SecretNames.matches(outer) ? outer : SecretNames.isSecretHeader(outer, inner) ? "authorization" : inner;
    }

    /// Takes what somebody edited of what they were shown.
    ///
    /// @param field the name of the input field, for the error message
    /// @param edited what they give; it may have masks
    /// @param present what is there now
    /// @return what is given, with the secrets of the present in the place of their masks
    /// @throws InvalidInputException where a mask stands elsewhere than it was shown
    public static Map<String, Object> unmasked(String field, Map<String, Object> edited, Map<String, Object> present) {
        Map<String, Object> shown = of(present);
        Map<String, Object> unmasked = new LinkedHashMap<>();
        edited.forEach((name, value) -> unmasked.put(name, Objects.requireNonNull(
                unmasked(field + "." + name, value, shown.get(name), present.get(name)))));
        return Collections.unmodifiableMap(unmasked);
    }

    private static @Nullable Object unmasked(String path, @Nullable Object edited, @Nullable Object shown,
            @Nullable Object present) {
        if (edited == null || edited.equals(shown)) {
            return edited == null ? null : present;
        }
        return switch (edited) {
            case String text when MaskedText.hasMask(text) -> throw new InvalidInputException(
                    List.of(MaskedJson.maskProblem(path)));
            case Map<?, ?> members -> {
                Map<String, @Nullable Object> unmasked = new LinkedHashMap<>();
                members.forEach((name, value) -> unmasked.put(String.valueOf(name), unmasked(path + "." + name, value,
                        shown instanceof Map<?, ?> map ? map.get(name) : null,
                        present instanceof Map<?, ?> map ? map.get(name) : null)));
                yield unmasked;
            }
            case List<?> items -> {
                List<@Nullable Object> unmasked = new ArrayList<>();
                for (int i = 0; i < items.size(); i++) {
                    unmasked.add(unmasked("%s[%d]".formatted(path, i), items.get(i), at(shown, i), at(present, i)));
                }
                yield unmasked;
            }
            default -> edited;
        };
    }

    private static @Nullable Object at(@Nullable Object list, int index) {
        return list instanceof List<?> items && index < items.size() ? items.get(index) : null;
    }
}
