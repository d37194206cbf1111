package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.code.SourceFile;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON (RFC 8259) with its lines.
final class Json {

    private static final JsonFactory FACTORY = JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(200).build()).build();

    private Json() {
    }

    /// Tells what to leave out of a large document.
    interface Filter {

        /// @param path the keys down to the entry, the entry's own last
        /// @return whether the entry is wanted
        boolean wants(List<String> path);
    }

    static Item read(SourceFile file) throws Unreadable {
        return read(file, path -> true);
    }

    static Item read(SourceFile file, Filter filter) throws Unreadable {
        byte[] bytes = file.bytes();
        if (bytes.length >= 2
                && (bytes[0] == (byte) 0xFE || bytes[0] == (byte) 0xFF || bytes[0] == 0 || bytes[1] == 0)) {
            throw new Unreadable(1, "is not UTF-8");
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            if (parser.nextToken() == null) {
                throw new Unreadable(1, "is empty");
            }
            Item all = item(parser, parser.currentTokenLocation().getLineNr(), new ArrayList<>(), filter);
            if (parser.nextToken() != null) {
                throw new Unreadable(parser.currentTokenLocation().getLineNr(), "has more after its end");
            }
            return all;
        } catch (JacksonException broken) {
            int line = broken.getLocation() == null ? 0 : Math.max(0, broken.getLocation().getLineNr());
            throw new Unreadable(line, "is not valid JSON");
        }
    }

    private static Item item(JsonParser parser, int line, List<String> path, Filter filter) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Item> map = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String key = parser.currentName();
                    int keyLine = parser.currentTokenLocation().getLineNr();
                    parser.nextToken();
                    path.add(key);
                    if (filter.wants(path)) {
                        map.put(key, item(parser, keyLine, path, filter));
                    } else {
                        parser.skipChildren();
                    }
                    path.removeLast();
                }
                yield new Item(map, line);
            }
            case START_ARRAY -> {
                List<Item> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(item(parser, parser.currentTokenLocation().getLineNr(), path, filter));
                }
                yield new Item(list, line);
            }
            case VALUE_STRING -> new Item(parser.getString(), line);
            case VALUE_TRUE -> new Item(true, line);
            case VALUE_FALSE -> new Item(false, line);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Item(new Number(parser.getString()), line);
            case VALUE_NULL, VALUE_EMBEDDED_OBJECT, PROPERTY_NAME, END_OBJECT, END_ARRAY, NOT_AVAILABLE ->
                new Item(null,
                        line);
        };
    }

    /// A number as it is written.
    record Number(String digits) {
        @Override
        public String toString() {
            return digits;
        }
    }
}
