package ink.dreamnet.halo.agent;

import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/// What Squad Builder answers to `GET /api/squad/agents`, read element by element. One odd entry does not spoil the rest.
///
/// @param agents the agents, each id once
/// @param unusable how many entries have no usable id
record SquadBuilderListing(List<SourceAgent> agents, int unusable) {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    /// @throws SourceFailedException where the answer is not of that form or says that it is not `ok`
    /// @throws JacksonIOException where it cannot be read to its end
    static SquadBuilderListing read(JsonMapper json, InputStream body, Instant now) throws SourceFailedException {
        Map<String, SourceAgent> agents = new LinkedHashMap<>();
        int unusable = 0;
        boolean listed = false;
        // an entry is followed by the next one
        ObjectReader entries = json.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        try (JsonParser parser = json.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new SourceFailedException("its answer is not a JSON object", false);
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = parser.currentName();
                JsonToken value = parser.nextToken();
                if ("ok".equals(member) && value == JsonToken.VALUE_FALSE) {
                    throw new SourceFailedException("it answers that it is not ok", true);
                }
                if ("agents".equals(member) && value == JsonToken.START_ARRAY) {
                    listed = true;
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        SourceAgent agent = agent(entries.readTree(parser), now);
                        if (agent == null) {
                            unusable++;
                        } else {
                            agents.putIfAbsent(agent.id(), agent);
                        }
                    }
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonIOException broken) {
            throw broken;
        } catch (JacksonException garbled) {
            throw new SourceFailedException("its answer is not JSON: " + garbled.getOriginalMessage(), true, garbled);
        }
        if (!listed) {
            throw new SourceFailedException("its answer has no list 'agents'", false);
        }
        return new SquadBuilderListing(List.copyOf(agents.values()), unusable);
    }

    private static @Nullable SourceAgent agent(JsonNode entry, Instant now) {
        String id = entry.path("id").isString() ? entry.path("id").stringValue() : "";
        try {
            SubjectRef.checkId("id", id);
        } catch (InvalidInputException noId) {
            return null;
        }
        List<String> capabilities = new ArrayList<>();
        for (JsonNode capability : entry.path("capabilities")) {
            String text = text(capability, "", AgentSpec.MAX_CAPABILITY);
            if (!text.isEmpty() && capabilities.size() < AgentSpec.MAX_CAPABILITIES) {
                capabilities.add(text);
            }
        }
        JsonNode online = entry.path("isOnline");
        return new SourceAgent(id, text(entry.path("name"), id, AgentSpec.MAX_NAME),
                text(entry.path("role"), AgentSpec.DEFAULT_ROLE, AgentSpec.MAX_ROLE), capabilities,
                online.isBoolean() ? online.booleanValue() : null, seenAt(entry.path("lastSeen"), now));
    }

    private static String text(JsonNode node, String otherwise, int longest) {
        String plain = node.isString() ? node.stringValue().replaceAll("\\p{Cntrl}+", " ").strip() : "";
        if (plain.isEmpty()) {
            return otherwise;
        }
        return plain.length() > longest ? plain.substring(0, longest) : plain;
    }

    private static @Nullable Instant seenAt(JsonNode lastSeen, Instant now) {
        try {
            Instant at = lastSeen.isNumber()
                    ? Instant.ofEpochMilli(lastSeen.longValue())
                    : lastSeen.isString() ? OffsetDateTime.parse(lastSeen.stringValue()).toInstant() : null;
            if (at == null || at.isBefore(EARLIEST) || at.isAfter(now.plus(CLOCK_SKEW))) {
                return null;
            }
            return at.isAfter(now) ? now : at;
        } catch (DateTimeException | JacksonException noTime) {
            return null;
        }
    }
}
