package ink.dreamnet.halo.code.format;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.code.format.SyntaxError.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.json.JsonReadFeature;

/// Reads JSON (RFC 8259), and what lenient readers take for it.
public final class Json {

    private static final int DEEPEST = 200;
    private static final JsonFactory STRICT = factory().build();
    /// Keys that stand for comments.
    private static final Set<String> COMMENTS = Set.of("//", "comment", "$comment", "_comment", "#");
    private static final JsonFactory LENIENT = lenient().build();

    private static JsonFactoryBuilder lenient() {
        return factory().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS,
                JsonReadFeature.ALLOW_YAML_COMMENTS,
                JsonReadFeature.ALLOW_TRAILING_COMMA, JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS,
                JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES,
                JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS, JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS,
                JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS,
                JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS,
                JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER);
    }

    private Json() {
    }

    /// Decides what to leave out of a large document.
    public interface Filter {

        /// @param path the keys down to the entry, the entry's own last
        /// @return whether the entry is wanted
        boolean wants(List<String> path);
    }

    /// @param text null where the file is no text
    public static Parsed<Item> read(@Nullable String text) {
        return read(text, path -> true);
    }

    /// Reads a part of a document.
    public static Parsed<Item> read(@Nullable String text, Filter filter) {
        return text == null ? new Parsed<>(Item.NOTHING, SyntaxError.noText()) : parse(STRICT, text, filter);
    }

    /// @param lenient whether comments, trailing commas and the like are none
    /// @return the first error; null where there is none
    public static @Nullable SyntaxError check(String text, boolean lenient) {
        return parse(lenient ? LENIENT : STRICT, text, null).error();
    }

    /// Reads what tools that allow comments and trailing commas read.
    public static Parsed<Item> readLeniently(String text) {
        return parse(LENIENT, text, path -> true);
    }

    /// Looks for keys that stand twice in their object, of which readers take one. The name of a comment may (`//`, `$comment`).
    ///
    /// @param text that parses
    /// @return the first such key with another value, or else the first with the same one; null where there is none
    public static @Nullable SyntaxError duplicate(String text) {
        Deque<RepeatedKeys> open = new ArrayDeque<>();
        RepeatedKeys.Found found = new RepeatedKeys.Found(text, 0);
        try (JsonParser parser = LENIENT.createParser(ObjectReadContext.empty(), text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                int line = parser.currentTokenLocation().getLineNr();
                if (token == JsonToken.PROPERTY_NAME) {
                    open.element().key(COMMENTS.contains(parser.currentName()) ? null : parser.currentName(), line);
                } else if (token.isStructStart()) {
                    open.push(new RepeatedKeys(found));
                } else {
                    long value = token.id()
                            + (token.isStructEnd() ? open.pop().value() : parser.getString().hashCode());
                    if (!open.isEmpty()) {
                        open.element().value(new RepeatedKeys.Value(value, 0, 0));
                    }
                }
            }
        } catch (JacksonException broken) {
            return null;
        }
        return found.error("is not valid JSON", "its object");
    }

    /// @return whether the text is any number of values, one after another
    public static boolean isSequence(String text) {
        try (JsonParser parser = STRICT.createParser(ObjectReadContext.empty(), text)) {
            while (parser.nextToken() != null) {
                // to the end
            }
            return true;
        } catch (JacksonException broken) {
            return false;
        }
    }

    /// @param filter what of it to keep; null for nothing
    private static Parsed<Item> parse(JsonFactory factory, String text, @Nullable Filter filter) {
        Kind kind = Kind.MALFORMED;
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                return broken(kind, 1, 0, "is empty");
            }
            Item all = Item.NOTHING;
            if (filter == null) {
                parser.skipChildren();
            } else {
                all = item(parser, parser.currentTokenLocation().getLineNr(), new ArrayList<>(), filter, 0);
            }
            kind = Kind.BESIDE;
            if (parser.nextToken() != null) {
                return broken(kind, parser.currentTokenLocation().getLineNr(),
                        parser.currentTokenLocation().getCharOffset(), "has more after its end");
            }
            return new Parsed<>(all, null);
        } catch (JacksonException broken) {
            boolean known = broken.getLocation() != null;
            return new Parsed<>(Item.NOTHING,
                    new SyntaxError(broken instanceof StreamConstraintsException ? Kind.NOT_READ : kind,
                            known ? Math.max(0, broken.getLocation().getLineNr()) : 0,
                            known ? (int) Math.clamp(broken.getLocation().getCharOffset(), 0, text.length()) : 0,
                            "is not valid JSON", broken.getOriginalMessage()));
        }
    }

    private static Parsed<Item> broken(Kind kind, int line, long offset, String reason) {
        return new Parsed<>(Item.NOTHING, new SyntaxError(kind, line, (int) offset, reason, reason));
    }

    private static Item item(JsonParser parser, int line, List<String> path, Filter filter, int depth) {
        if (depth > DEEPEST) {
            throw new StreamConstraintsException("nested too deeply", parser.currentTokenLocation());
        }
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
                        map.put(key, item(parser, keyLine, path, filter, depth + 1));
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
                    list.add(item(parser, parser.currentTokenLocation().getLineNr(), path, filter, depth + 1));
                }
                yield new Item(list, line);
            }
            case VALUE_STRING -> new Item(parser.getString(), line);
            case VALUE_TRUE -> new Item(true, line);
            case VALUE_FALSE -> new Item(false, line);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Item(new Item.Number(parser.getString()), line);
            case VALUE_NULL, VALUE_EMBEDDED_OBJECT, PROPERTY_NAME, END_OBJECT, END_ARRAY, NOT_AVAILABLE ->
                new Item(null, line);
        };
    }

    private static JsonFactoryBuilder factory() {
        return JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(1000)
                .build()).disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES);
    }
}
