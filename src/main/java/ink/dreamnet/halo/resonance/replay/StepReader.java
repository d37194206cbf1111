package ink.dreamnet.halo.resonance.replay;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.resonance.timeline.Check;
import ink.dreamnet.halo.resonance.timeline.Deployed;
import ink.dreamnet.halo.resonance.timeline.Health;
import ink.dreamnet.halo.resonance.timeline.Measure;
import ink.dreamnet.halo.task.Verification;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads the steps of one replay, token by token: ten thousand of them may come at once.
final class StepReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String MEMBERS = "at, round, observations, values, deploys, decisions, outcomes";
    private static final String A_TIME = "must be a time: ISO 8601 with an offset (2026-11-24T10:00:00Z) or milliseconds since 1970";
    private static final double MOST_VALUE = 1e15;
    private static final long MOST_MS = 100_000_000_000_000L;
    private static final int MOST_METRIC = 100;
    private static final int MOST_SHOWN = 100;

    private final Subjects subjects;

    StepReader(Subjects subjects) {
        this.subjects = subjects;
    }

    /// @param at where it stands, for messages: empty, or `line 3`
    /// @throws InvalidInputException where it is no step; the message names the field and what is allowed
    Step read(byte[] text, int from, int length, String at) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text, from, length)) {
            return new Reading(json, at).step();
        } catch (JacksonException broken) {
            throw new InvalidInputException(at.isEmpty() ? "body" : at,
                    "is not JSON: " + Texts.cut(String.valueOf(broken.getOriginalMessage()), MOST_SHOWN));
        }
    }

    /// Reads a time of the wire.
    ///
    /// @return ms since 1970
    /// @throws InvalidInputException where it is none
    static long time(String field, @Nullable String text) {
        try {
            if (text != null) {
                Instant at = OffsetDateTime.parse(text).toInstant();
                return checked(field, at.toEpochMilli());
            }
        } catch (DateTimeException | ArithmeticException wrong) {
            throw new InvalidInputException(field, "'%s' is no time: ISO 8601 with an offset".formatted(shown(text)));
        }
        throw new InvalidInputException(field, A_TIME);
    }

    /// @return the same
    /// @throws InvalidInputException where no calendar has such a year
    static long checked(String field, long ms) {
        if (Math.abs(ms) >= MOST_MS) {
            throw new InvalidInputException(field, A_TIME);
        }
        return ms;
    }

    private static String shown(@Nullable String text) {
        return text == null ? "null" : Texts.cut(text, MOST_SHOWN);
    }

    /// The members of one object of a list, by what they are.
    private static final class Members {
        private final Map<String, String> texts = new HashMap<>();
        private final Map<String, Double> numbers = new HashMap<>();
        private final Map<String, Long> integers = new HashMap<>();
    }

    /// The reading of one step.
    private final class Reading {
        private final JsonParser json;
        private final String prefix;
        private final List<Check> looks = new ArrayList<>();
        private final List<Measure> measures = new ArrayList<>();
        private final List<Deployed> deploys = new ArrayList<>();
        private final List<Step.Decided> decisions = new ArrayList<>();
        private final List<Step.Achieved> outcomes = new ArrayList<>();
        private final BitSet seen = new BitSet();
        private @Nullable Long atMs;
        private int round = 1;

        Reading(JsonParser json, String at) {
            this.json = json;
            this.prefix = at.isEmpty() ? "" : at + " ";
        }

        Step step() {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidInputException(prefix.isEmpty() ? "body" : prefix.strip(), "must be an object");
            }
            List<Long> undated = new ArrayList<>();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = json.currentName();
                json.nextToken();
                switch (member) {
                    case "at" -> atMs = atOf(prefix + "at");
                    case "round" -> round = roundOf();
                    case "observations" -> each(member, this::look);
                    case "values" -> each(member, this::measure);
                    case "deploys" -> each(member, (field, given) -> deploy(field, given, undated));
                    case "decisions" -> each(member, this::decision);
                    case "outcomes" -> each(member, this::outcome);
                    default -> throw new InvalidInputException(prefix + Texts.cut(member, MOST_SHOWN),
                            "is not known here; known: " + MEMBERS);
                }
            }
            if (json.nextToken() != null) {
                throw new InvalidInputException(prefix.isEmpty() ? "body" : prefix.strip(),
                        "must be one object; several are application/x-ndjson, one a line");
            }
            if (atMs == null) {
                throw new InvalidInputException(prefix + "at", A_TIME);
            }
            long at = atMs;
            undated.forEach(subject -> deploys.add(new Deployed(subject.intValue(), at)));
            looks.sort(Comparator.comparingInt(Check::subject));
            return new Step(at, round, looks, measures, deploys, decisions, outcomes);
        }

        private long atOf(String field) {
            return switch (json.currentToken()) {
                case VALUE_STRING -> time(field, json.getString());
                case VALUE_NUMBER_INT -> checked(field, json.getLongValue());
                default -> throw new InvalidInputException(field, A_TIME);
            };
        }

        private int roundOf() {
            if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                long given = json.getLongValue();
                if (given == 1 || given == 2) {
                    return (int) given;
                }
            }
            throw new InvalidInputException(prefix + "round", "must be 1 or 2");
        }

        private void each(String member, Taker taker) {
            if (json.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            if (json.currentToken() != JsonToken.START_ARRAY) {
                throw new InvalidInputException(prefix + member, "must be a list of objects");
            }
            for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
                String field = prefix + member + "[" + i + "]";
                if (json.currentToken() != JsonToken.START_OBJECT) {
                    throw new InvalidInputException(field, "must be an object");
                }
                taker.take(field, members());
            }
        }

        private Members members() {
            Members members = new Members();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                switch (json.nextToken()) {
                    case VALUE_STRING -> members.texts.put(name, json.getString());
                    case VALUE_NUMBER_INT -> {
                        members.numbers.put(name, json.getDoubleValue());
                        if (json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                            members.integers.put(name, json.getLongValue());
                        }
                    }
                    case VALUE_NUMBER_FLOAT -> members.numbers.put(name, json.getDoubleValue());
                    case VALUE_TRUE, VALUE_FALSE -> members.texts.put(name, json.getString());
                    default -> json.skipChildren();
                }
            }
            return members;
        }

        private void look(String field, Members given) {
            int subject = watched(field, given);
            if (seen.get(subject)) {
                throw new InvalidInputException(field + ".subject",
                        "'%s' is observed twice in one step".formatted(shown(given.texts.get("subject"))));
            }
            seen.set(subject);
            Health health = Wire.parse(Health.class, field + ".state", text(field, given, "state"));
            double latency = given.numbers.getOrDefault("latencyMs", Double.NaN);
            if (latency < 0 || latency > MOST_VALUE || given.texts.containsKey("latencyMs")) {
                throw new InvalidInputException(field + ".latencyMs", "must be a number from 0 to 10^15");
            }
            looks.add(new Check(subject, health, latency));
        }

        private void measure(String field, Members given) {
            String metric = text(field, given, "metric");
            if (metric.isBlank() || metric.length() > MOST_METRIC) {
                throw new InvalidInputException(field + ".metric",
                        "must have 1 to %d characters".formatted(MOST_METRIC));
            }
            Double value = given.numbers.get("value");
            if (value == null && !given.texts.containsKey("value")) {
                return; // a gap of the recording
            }
            measures.add(new Measure(watched(field, given), metric, bounded(field + ".value", value),
                    given.texts.containsKey("limit") || given.numbers.containsKey("limit")
                            ? bounded(field + ".limit", given.numbers.get("limit"))
                            : Double.NaN));
        }

        private static double bounded(String field, @Nullable Double value) {
            if (value == null || !(Math.abs(value) <= MOST_VALUE)) {
                throw new InvalidInputException(field, "must be a number from -10^15 to 10^15");
            }
            return value;
        }

        private void deploy(String field, Members given, List<Long> undated) {
            List<Integer> deployed = given.texts.containsKey("subject")
                    ? List.of(watched(field, given))
                    : subjects.ofService(text(field, given, "service"));
            Long at = given.integers.get("at");
            String text = given.texts.get("at");
            for (int subject : deployed) {
                if (at == null && text == null) {
                    undated.add((long) subject);
                } else {
                    deploys.add(new Deployed(subject, at == null
                            ? time(field + ".at", text)
                            : checked(field + ".at", at)));
                }
            }
        }

        private void decision(String field, Members given) {
            decisions.add(new Step.Decided(task(field, given),
                    Wire.parse(Step.Action.class, field + ".action", text(field, given, "action"))));
        }

        private void outcome(String field, Members given) {
            outcomes.add(new Step.Achieved(task(field, given),
                    Wire.parse(Verification.class, field + ".verification", text(field, given, "verification"))));
        }

        private static UUID task(String field, Members given) {
            String text = text(field, given, "task");
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException notAnId) {
                throw new InvalidInputException(field + ".task", "'%s' is no id of a task".formatted(shown(text)));
            }
        }

        private int watched(String field, Members given) {
            String text = text(field, given, "subject");
            Integer number = subjects.find(text);
            if (number == null) {
                SubjectRef.parse(field + ".subject", text);
                throw new InvalidInputException(field + ".subject",
                        "'%s' is not among the subjects of this replay".formatted(shown(text)));
            }
            return number;
        }

        private static String text(String field, Members given, String member) {
            String text = given.texts.get(member);
            if (text == null) {
                throw new InvalidInputException(field + "." + member, "must be given, as a text");
            }
            return text;
        }
    }

    /// Takes one object of a list.
    private interface Taker {
        void take(String field, Members given);
    }
}
