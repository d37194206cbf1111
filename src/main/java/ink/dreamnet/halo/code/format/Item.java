package ink.dreamnet.halo.code.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// A value of a JSON, YAML or TOML document.
///
/// @param content a map of string to item, a list of items, a string, a [Number], a boolean, null, or what only its format has
/// @param line where it begins, from 1, which for an entry of a map is the line of its key; 0 where unknown
public record Item(@Nullable Object content, int line) {

    /// What is not there.
    public static final Item NOTHING = new Item(null, 0);

    public boolean isMap() {
        return content instanceof Map;
    }

    public boolean isList() {
        return content instanceof List;
    }

    /// @return the entries of a map, in the order of the file; empty for everything else
    @SuppressWarnings("unchecked")
    public Map<String, Item> entries() {
        return content instanceof Map<?, ?> map ? (Map<String, Item>) map : Map.of();
    }

    /// @return the items of a list; empty for everything else
    @SuppressWarnings("unchecked")
    public List<Item> items() {
        return content instanceof List<?> list ? (List<Item>) list : List.of();
    }

    /// @return the items of a list that are text
    public List<Item> texts() {
        List<Item> texts = new ArrayList<>();
        for (Item item : items()) {
            if (item.text() != null) {
                texts.add(item);
            }
        }
        return texts;
    }

    /// @return what a map has below keys that follow each other; [#NOTHING] where it does not
    public Item get(String... keys) {
        Item at = this;
        for (String key : keys) {
            Item next = at.entries().get(key);
            if (next == null) {
                return NOTHING;
            }
            at = next;
        }
        return at;
    }

    public boolean has(String key) {
        return entries().containsKey(key);
    }

    /// @return the text; null where it is none
    public @Nullable String text() {
        return content instanceof String text ? text : null;
    }

    /// @return the text; the alternative where it is none
    public String text(String otherwise) {
        return content instanceof String text ? text : otherwise;
    }

    public boolean isTrue() {
        return Boolean.TRUE.equals(content);
    }

    public boolean isFalse() {
        return Boolean.FALSE.equals(content);
    }

    /// A number as it is written.
    public record Number(String digits) {
        @Override
        public String toString() {
            return digits;
        }
    }
}
