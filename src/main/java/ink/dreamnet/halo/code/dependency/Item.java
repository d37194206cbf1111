package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// A value of a JSON, YAML or TOML document.
///
/// @param content a map of string to item, a list of items, a string, a number, a boolean, or null
/// @param line where it begins, from 1, which for an entry of a map is the line of its key; 0 where unknown
record Item(@Nullable Object content, int line) {

    static final Item NOTHING = new Item(null, 0);

    boolean isMap() {
        return content instanceof Map;
    }

    boolean isList() {
        return content instanceof List;
    }

    /// @return the entries of a map, in the order of the file; empty for everything else
    @SuppressWarnings("unchecked")
    Map<String, Item> entries() {
        return content instanceof Map<?, ?> map ? (Map<String, Item>) map : Map.of();
    }

    /// @return the items of a list; empty for everything else
    @SuppressWarnings("unchecked")
    List<Item> items() {
        return content instanceof List<?> list ? (List<Item>) list : List.of();
    }

    /// @return the items of a list that are text
    List<Item> texts() {
        List<Item> texts = new ArrayList<>();
        for (Item item : items()) {
            if (item.text() != null) {
                texts.add(item);
            }
        }
        return texts;
    }

    /// @return what a map has below keys that follow each other; [#NOTHING] where it does not
    Item get(String... keys) {
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

    boolean has(String key) {
        return entries().containsKey(key);
    }

    @Nullable
    String text() {
        return content instanceof String text ? text : null;
    }

    /// @return the text; the alternative where it is none
    String text(String otherwise) {
        return content instanceof String text ? text : otherwise;
    }

    boolean isTrue() {
        return Boolean.TRUE.equals(content);
    }

    boolean isFalse() {
        return Boolean.FALSE.equals(content);
    }
}
