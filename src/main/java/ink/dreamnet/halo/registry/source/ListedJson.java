package ink.dreamnet.halo.registry.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.masking.MaskedText;
import ink.dreamnet.halo.http.CallFailedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/// Reads the answers of DreamNet's services: an object with one list, read element by element, so that one odd entry does
/// not spoil the rest and a long list needs little memory.
public final class ListedJson {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    /// How many values and names an entry may have, so that a single one does not fill the memory.
    private static final int MAX_VALUES = 100_000;
    private static final int MAX_ERROR = 200;
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private ListedJson() {
    }

    /// What a list has.
    ///
    /// @param entries what was made of its entries, by their ids; of two with one id the first
    /// @param unusable how many entries have no usable id, and were left out
    public record Listing<T>(Map<String, T> entries, int unusable) {
    }

    /// How many entries a list may have.
    ///
    /// @param entries the most
    /// @param property the property that says so
    record Limit(int entries, String property) {
    }

    /// Reads each entry of a list that has an id: a text in `id` that a subject can have. Nothing is made of an answer before
    /// the whole of it was checked.
    ///
    /// @param list the name of the member that is the list
    /// @param entry makes something of an id and its entry
    /// @throws CallFailedException where the answer is not of that form, says that it is not `ok`, or has too many entries
    /// @throws IOException where it cannot be read to its end
    static <T> Listing<T> read(JsonMapper json, InputStream body, String list, Limit limit,
            BiFunction<String, JsonNode, T> entry) throws IOException {
        byte[] answer = body.readAllBytes();
        try (JsonParser parser = json.createParser(answer)) {
            check(parser, list, limit);
        } catch (JacksonException garbled) {
            throw new CallFailedException("its answer is not JSON: " + garbled.getOriginalMessage(), true, garbled);
        }
        Map<String, T> found = new LinkedHashMap<>();
        int unusable = 0;
        // an entry is followed by the next one
        ObjectReader entries = json.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        try (JsonParser parser = json.createParser(answer)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = parser.currentName();
                if (parser.nextToken() != JsonToken.START_ARRAY || !list.equals(member)) {
                    parser.skipChildren();
                    continue;
                }
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    JsonNode next = entries.readTree(parser);
                    String id = id(next);
                    if (id == null) {
                        unusable++;
                    } else {
                        found.putIfAbsent(id, entry.apply(id, next));
                    }
                }
            }
        }
        return new Listing<>(found, unusable);
    }

    private static void check(JsonParser parser, String list, Limit limit) throws CallFailedException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new CallFailedException("its answer is not a JSON object", false);
        }
        boolean ok = true;
        String error = null;
        boolean listed = false;
        int entries = 0;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            if ("ok".equals(member)) {
                ok = value != JsonToken.VALUE_FALSE;
            } else if ("error".equals(member) && value == JsonToken.VALUE_STRING) {
                error = MaskedText.of(parser.getString());
            }
            if (!list.equals(member) || value != JsonToken.START_ARRAY) {
                parser.skipChildren();
                continue;
            }
            listed = true;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (++entries > limit.entries()) {
                    throw new CallFailedException("its list '%s' has more than %d entries (%s)".formatted(list,
                            limit.entries(), limit.property()), false);
                }
                checkSize(parser, list);
            }
        }
        if (parser.nextToken() != null) {
            throw new CallFailedException("its answer goes on after its end", false);
        }
        if (!ok) {
            throw new CallFailedException("it answers ok: false (%s)".formatted(error == null
                    ? "no reason given"
                    : Texts.shortened(error, MAX_ERROR)), true);
        }
        if (!listed) {
            throw new CallFailedException("its answer has no list '%s'".formatted(list), false);
        }
    }

    /// Goes to the end of an entry.
    private static void checkSize(JsonParser parser, String list) throws CallFailedException {
        int depth = 0;
        int values = 0;
        do {
            JsonToken token = parser.currentToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (++values > MAX_VALUES) {
                throw new CallFailedException(
                        "an entry of its list '%s' has more than %d values".formatted(list, MAX_VALUES), false);
            }
        } while (depth > 0 && parser.nextToken() != null);
    }

    private static @Nullable String id(JsonNode entry) {
        JsonNode id = entry.path("id");
        try {
            return id.isString() ? SubjectRef.checkId("id", id.stringValue()) : null;
        } catch (InvalidInputException noId) {
            return null;
        }
    }

    /// @return a text without control characters, cut to a length; the other one where there is none
    public static String text(JsonNode node, String otherwise, int longest) {
        String plain = node.isString() ? node.stringValue().replaceAll("[\\p{Cntrl}\\p{Cs}]+", " ").strip() : "";
        if (plain.isEmpty()) {
            return otherwise;
        }
        return Texts.cut(plain, longest);
    }

    /// @param now what a time a little in the future is taken for
    /// @return a time that is given in milliseconds since 1970 or in ISO-8601, or null where it is none, or an impossible one
    public static @Nullable Instant instant(JsonNode node, Instant now) {
        Instant at = unclamped(node, now);
        return at != null && at.isAfter(now) ? now : at;
    }

    /// @return as [#instant], but as it is given, to be compared with what is given later; in whole milliseconds
    public static @Nullable Instant unclamped(JsonNode node, Instant now) {
        try {
            Instant at = node.isNumber()
                    ? Instant.ofEpochMilli(node.longValue())
                    : node.isString() ? OffsetDateTime.parse(node.stringValue()).toInstant() : null;
            if (at == null || at.isBefore(EARLIEST) || at.isAfter(now.plus(CLOCK_SKEW))) {
                return null;
            }
            return at.truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException | JacksonException noTime) {
            return null;
        }
    }
}
