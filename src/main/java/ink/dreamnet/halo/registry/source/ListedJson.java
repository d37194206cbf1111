package ink.dreamnet.halo.registry.source;

import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.http.CallFailedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/// Reads the answers of DreamNet's services: an object with one list, read element by element, so that one odd entry does
/// not spoil the rest and a long list needs little memory.
public final class ListedJson {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private ListedJson() {
    }

    /// What a list has.
    ///
    /// @param entries what was made of its entries, by their ids; of two with one id the first
    /// @param unusable how many entries have no usable id, and were left out
    public record Listing<T>(Map<String, T> entries, int unusable) {
    }

    /// Reads each entry of a list that has an id: a text in `id` that a subject can have.
    ///
    /// @param list the name of the member that is the list
    /// @param entry makes something of an id and its entry
    /// @throws CallFailedException where the answer is not of that form or says that it is not `ok`
    /// @throws JacksonIOException where it cannot be read to its end
    public static <T> Listing<T> read(JsonMapper json, InputStream body, String list,
            BiFunction<String, JsonNode, T> entry) throws CallFailedException {
        Map<String, T> found = new LinkedHashMap<>();
        boolean listed = false;
        int unusable = 0;
        // an entry is followed by the next one
        ObjectReader entries = json.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        try (JsonParser parser = json.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new CallFailedException("its answer is not a JSON object", false);
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = parser.currentName();
                JsonToken value = parser.nextToken();
                if ("ok".equals(member) && value == JsonToken.VALUE_FALSE) {
                    throw new CallFailedException("it answers that it is not ok", true);
                }
                if (list.equals(member) && value == JsonToken.START_ARRAY) {
                    listed = true;
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        JsonNode next = entries.readTree(parser);
                        String id = id(next);
                        if (id == null) {
                            unusable++;
                        } else {
                            found.putIfAbsent(id, entry.apply(id, next));
                        }
                    }
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonIOException broken) {
            throw broken;
        } catch (JacksonException garbled) {
            throw new CallFailedException("its answer is not JSON: " + garbled.getOriginalMessage(), true, garbled);
        }
        if (!listed) {
            throw new CallFailedException("its answer has no list '%s'".formatted(list), false);
        }
        return new Listing<>(found, unusable);
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
        try {
            Instant at = node.isNumber()
                    ? Instant.ofEpochMilli(node.longValue())
                    : node.isString() ? OffsetDateTime.parse(node.stringValue()).toInstant() : null;
            if (at == null || at.isBefore(EARLIEST) || at.isAfter(now.plus(CLOCK_SKEW))) {
                return null;
            }
            return at.isAfter(now) ? now : at;
        } catch (DateTimeException | JacksonException noTime) {
            return null;
        }
    }
}
