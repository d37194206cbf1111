package ink.dreamnet.halo.wormhole;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.JsonProblems;
import ink.dreamnet.halo.event.EventData;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.http.HttpAnswer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the events of a request, in each supported form. Where one of several is invalid, none is accepted.
@Component
class EventReader {

    static final MediaType STRUCTURED = MediaType.parseMediaType("application/cloudevents+json");
    static final MediaType BATCH = MediaType.parseMediaType("application/cloudevents-batch+json");

    private static final int MAX_PROBLEMS = 100;

    private final CloudEventMapping cloudEvents;
    private final DreamNetEventParser dreamNet;
    private final IntakeProperties properties;
    private final JsonMapper json;

    EventReader(CloudEventMapping cloudEvents, DreamNetEventParser dreamNet, IntakeProperties properties,
            JsonMapper json) {
        this.cloudEvents = cloudEvents;
        this.dreamNet = dreamNet;
        this.properties = properties;
        this.json = EventData.exact(json);
    }

    /// A request as it was sent.
    ///
    /// @param attributes the headers that begin with `ce-`, by the rest of their names in lower case, decoded
    /// @param contentType its `Content-Type`, or null
    /// @param key its `Idempotency-Key`, or null
    record Sent(Map<String, String> attributes, @Nullable String contentType, @Nullable String key, byte[] body) {

        /// @return null where none is given, or none that HALO understands
        @Nullable
        MediaType mediaType() {
            try {
                return contentType == null ? null : MediaType.parseMediaType(contentType);
            } catch (InvalidMediaTypeException other) {
                return null;
            }
        }
    }

    /// @throws InvalidInputException where any event is wrong, with every wrong field of every event
    /// @throws HttpMediaTypeNotSupportedException where the body is of a type that no form has
    List<WormholeEvent> read(Sent sent) throws HttpMediaTypeNotSupportedException {
        List<FieldProblem> problems = new ArrayList<>();
        List<WormholeEvent> events = read(sent, properties.maxBatch(), false,
                wrong -> problems.addAll(wrong.problems()));
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems.subList(0, Math.min(problems.size(), MAX_PROBLEMS)));
        }
        return events;
    }

    /// Reads the valid events of a list of any length, from a sender that gets no answer. A severity that HALO does not know is a
    /// label like others.
    ///
    /// @param wrong gets the problems of each invalid event of a list
    /// @throws InvalidInputException where the whole is wrong
    /// @throws HttpMediaTypeNotSupportedException where the body is of a type that no form has
    List<WormholeEvent> readEach(Sent sent, Consumer<InvalidInputException> wrong)
            throws HttpMediaTypeNotSupportedException {
        return read(sent, Integer.MAX_VALUE, true, wrong);
    }

    /// Reads the list that Event Wormholes answers.
    ///
    /// @throws IOException where it is none, or cannot be read to its end
    RecentEvents recent(HttpAnswer answer) throws IOException {
        return RecentEvents.read(answer, json);
    }

    /// Reads an entry of such a list.
    ///
    /// @throws InvalidInputException where it is no event that can be accepted
    WormholeEvent listed(JsonNode entry) {
        return dreamNet.listed(entry);
    }

    private List<WormholeEvent> read(Sent sent, int most, boolean lenient, Consumer<InvalidInputException> wrong)
            throws HttpMediaTypeNotSupportedException {
        MediaType type = sent.mediaType();
        if (type != null && BATCH.equalsTypeAndSubtype(type)) {
            JsonNode list = tree(sent.body());
            if (!list.isArray()) {
                throw new InvalidInputException("body", "is not a JSON list of CloudEvents");
            }
            return each(list, (at, node) -> structured(at, node, lenient), most, wrong);
        }
        if (type != null && STRUCTURED.equalsTypeAndSubtype(type)) {
            return List.of(structured("", tree(sent.body()), lenient));
        }
        if (sent.attributes().containsKey("specversion")) {
            return List.of(cloudEvents.event("ce-", CloudEventBinary.read(sent.attributes(), sent.contentType(),
                    sent.body(), json), lenient));
        }
        if (type == null || !MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type)) {
            throw new HttpMediaTypeNotSupportedException(type, List.of(STRUCTURED, BATCH, MediaType.APPLICATION_JSON));
        }
        JsonNode tree = tree(sent.body());
        int[] index = {0};
        BiFunction<String, JsonNode, WormholeEvent> plain = (at, node) -> node.has("specversion")
                ? structured(at, node, lenient)
                : dreamNet.event(at, node, sent.key(), index[0]++);
        return tree.isArray() ? each(tree, plain, most, wrong) : List.of(plain.apply("", tree));
    }

    private WormholeEvent structured(String at, JsonNode node, boolean lenient) {
        return cloudEvents.event(at, CloudEventJson.read(at, node, json), lenient);
    }

    private JsonNode tree(byte[] body) {
        try {
            JsonNode tree = json.readTree(body);
            if (tree.isMissingNode()) {
                throw new InvalidInputException("body", "is empty");
            }
            return tree;
        } catch (JacksonException malformed) {
            throw new InvalidInputException(JsonProblems.explain(malformed));
        } catch (NumberFormatException tooLarge) {
            // Jackson lets it out where the exponent is
            throw new InvalidInputException("body", "has a number that is out of range");
        }
    }

    private static List<WormholeEvent> each(JsonNode list, BiFunction<String, JsonNode, WormholeEvent> read, int most,
            Consumer<InvalidInputException> wrong) {
        if (list.size() > most) {
            throw new InvalidInputException("body",
                    "has %d events; at most %d are taken at once (halo.wormhole.max-batch)"
                            .formatted(list.size(), most));
        }
        List<WormholeEvent> events = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            try {
                events.add(read.apply("[%d].".formatted(i), list.get(i)));
            } catch (InvalidInputException refused) {
                wrong.accept(refused);
            }
        }
        return events;
    }
}
