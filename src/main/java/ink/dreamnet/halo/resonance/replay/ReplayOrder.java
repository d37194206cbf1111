package ink.dreamnet.halo.resonance.replay;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.UnknownMembers;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.resonance.plan.PlanProperties;
import ink.dreamnet.halo.resonance.plan.PlanSettings;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.MissingNode;

/// What is to be replayed.
///
/// @param startMs when it starts, in ms since 1970
/// @param seed what chance goes by
/// @param declared the subjects, in the order of the list
/// @param plan how they are planned
record ReplayOrder(long startMs, long seed, Map<SubjectRef, Facts> declared, PlanSettings plan) {

    static final int MOST_SUBJECTS = 10_000;

    private static final long CYCLE_MS = Duration.ofMinutes(5).toMillis();
    private static final long SHORTEST_CYCLE_MS = 1000;
    private static final long LONGEST_CYCLE_MS = Duration.ofDays(7).toMillis();
    private static final int MOST_LABELS = 100;
    private static final int MOST_PROBLEMS = 20;
    private static final List<String> MEMBERS = List.of("config", "cycleMs", "seed", "startAt", "subjects");
    private static final List<String> SUBJECT = List.of("dependsOn", "id", "kind", "labels");
    private static final List<String> PLAN = List.of("adaptive", "probeBudget", "worstDelay", "worstDelayMs");

    /// @throws InvalidInputException where something is wrong; it names each field and what is allowed
    static ReplayOrder read(@Nullable JsonNode given) {
        JsonNode body = given == null ? MissingNode.getInstance() : given;
        if (!body.isObject()) {
            throw new InvalidInputException("body", "must be an object");
        }
        Reading reading = new Reading();
        UnknownMembers.check("", body, MEMBERS, reading.problems);
        long start = reading.time("startAt", body.path("startAt"));
        long cycleMs = reading.integer("cycleMs", body.path("cycleMs"), CYCLE_MS, SHORTEST_CYCLE_MS, LONGEST_CYCLE_MS);
        long seed = reading.integer("seed", body.path("seed"), 0, Long.MIN_VALUE, Long.MAX_VALUE);
        Map<SubjectRef, Facts> declared = reading.subjects(body.path("subjects"));
        PlanSettings plan = reading.plan(body.path("config"), cycleMs, declared.size());
        return new ReplayOrder(start, seed, declared, plan);
    }

    private static final class Reading {
        private final List<FieldProblem> problems = new ArrayList<>();

        private void problem(String field, String message) {
            if (problems.size() < MOST_PROBLEMS) {
                problems.add(new FieldProblem(field, message));
            }
        }

        private long time(String field, JsonNode node) {
            try {
                return node.isIntegralNumber() && node.canConvertToLong()
                        ? StepReader.checked(field, node.longValue())
                        : StepReader.time(field, node.isString() ? node.stringValue() : null);
            } catch (InvalidInputException wrong) {
                problems.addAll(wrong.problems());
                return 0;
            }
        }

        private long integer(String field, JsonNode node, long absent, long least, long most) {
            if (node.isMissingNode() || node.isNull()) {
                return absent;
            }
            if (node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= least
                    && node.longValue() <= most) {
                return node.longValue();
            }
            problem(field, "must be a whole number from %d to %d".formatted(least, most));
            return absent;
        }

        private Map<SubjectRef, Facts> subjects(JsonNode list) {
            Map<SubjectRef, Facts> declared = new LinkedHashMap<>();
            if (!list.isArray() || list.isEmpty() || list.size() > MOST_SUBJECTS) {
                problem("subjects", "must be a list of 1 to %,d subjects {kind, id, labels, dependsOn}%s".formatted(
                        MOST_SUBJECTS, list.isArray() ? ", not of %,d".formatted(list.size()) : ""));
                return declared;
            }
            for (int i = 0; i < list.size() && problems.size() < MOST_PROBLEMS; i++) {
                String at = "subjects[%d]".formatted(i);
                JsonNode each = list.get(i);
                if (!each.isObject()) {
                    problem(at, "must be an object {kind, id, labels, dependsOn}");
                    continue;
                }
                UnknownMembers.check(at, each, SUBJECT, problems);
                SubjectRef subject = subject(at, each);
                if (subject != null) {
                    Facts facts = new Facts(labels(at + ".labels", each.path("labels")),
                            dependsOn(at + ".dependsOn", each.path("dependsOn"), subject.kind()), null);
                    if (declared.putIfAbsent(subject, facts) != null) {
                        problem(at, "'%s' is there twice".formatted(subject));
                    }
                }
            }
            return declared;
        }

        private @Nullable SubjectRef subject(String at, JsonNode given) {
            JsonNode kind = given.path("kind");
            JsonNode id = given.path("id");
            if (!kind.isString() || !id.isString()) {
                problem(at + (kind.isString() ? ".id" : ".kind"), kind.isString()
                        ? "must be given, as a text"
                        : "must be one of " + Wire.allowed(SubjectKind.class));
                return null;
            }
            try {
                return new SubjectRef(Wire.parse(SubjectKind.class, at + ".kind", kind.stringValue()),
                        SubjectRef.checkId(at + ".id", id.stringValue()));
            } catch (InvalidInputException wrong) {
                problems.addAll(wrong.problems());
                return null;
            }
        }

        private Map<String, String> labels(String at, JsonNode given) {
            Map<String, String> labels = new LinkedHashMap<>();
            if (given.isMissingNode() || given.isNull()) {
                return labels;
            }
            if (!given.isObject() || given.size() > MOST_LABELS) {
                problem(at, "must be an object of at most %d texts".formatted(MOST_LABELS));
                return labels;
            }
            given.properties().forEach(label -> {
                if (label.getValue().isString()) {
                    labels.put(label.getKey(), label.getValue().stringValue());
                } else if (label.getValue().isNumber() || label.getValue().isBoolean()) {
                    labels.put(label.getKey(), label.getValue().asString());
                } else {
                    problem(at + "." + label.getKey(), "must be a text");
                }
            });
            return labels;
        }

        private List<SubjectRef> dependsOn(String at, JsonNode given, SubjectKind own) {
            List<SubjectRef> targets = new ArrayList<>();
            if (given.isMissingNode() || given.isNull()) {
                return targets;
            }
            if (!given.isArray() || given.size() > MOST_SUBJECTS) {
                problem(at, "must be a list of at most %,d texts (endpoint:checkout)".formatted(MOST_SUBJECTS));
                return targets;
            }
            for (int i = 0; i < given.size(); i++) {
                String field = "%s[%d]".formatted(at, i);
                JsonNode target = given.get(i);
                if (target.isObject()) {
                    SubjectRef subject = subject(field, target);
                    if (subject != null) {
                        targets.add(subject);
                    }
                } else if (target.isString()) {
                    try {
                        targets.add(target(field, target.stringValue(), own));
                    } catch (InvalidInputException wrong) {
                        problems.addAll(wrong.problems());
                    }
                } else {
                    problem(field, "must be a text of the form kind:id (endpoint:checkout)");
                }
            }
            return targets;
        }

        /// A name without a kind is one of the same kind.
        private static SubjectRef target(String field, String text, SubjectKind own) {
            int colon = text.indexOf(':');
            boolean named = colon > 0
                    && List.of(SubjectKind.values()).stream()
                            .anyMatch(kind -> kind.wire().equalsIgnoreCase(text.substring(0, colon)));
            return named ? SubjectRef.parse(field, text) : new SubjectRef(own, SubjectRef.checkId(field, text));
        }

        /// @throws InvalidInputException where anything that was read so far is wrong
        private PlanSettings plan(JsonNode config, long cycleMs, int subjects) {
            object("config", config);
            UnknownMembers.check("config", config, List.of("plan"), problems);
            JsonNode plan = config.path("plan");
            object("config.plan", plan);
            UnknownMembers.check("config.plan", plan, PLAN, problems);
            boolean adaptive = subjects >= PlanProperties.LEAST_SUBJECTS;
            JsonNode wanted = plan.path("adaptive");
            if (wanted.isBoolean()) {
                adaptive = wanted.booleanValue();
            } else if (!wanted.isMissingNode() && !wanted.isNull()) {
                problem("config.plan.adaptive", "must be true or false");
            }
            long worstMs = worstDelay(plan, cycleMs);
            JsonNode budget = plan.path("probeBudget");
            boolean budgeted = !budget.isMissingNode() && !budget.isNull();
            if (budgeted && !(budget.isNumber() && budget.doubleValue() > 0 && budget.doubleValue() <= 1)) {
                problem("config.plan.probeBudget", "must be a number above 0 and at most 1");
            } else if (budgeted && worstMs > 0) {
                problem("config.plan.worstDelayMs",
                        "cannot be given together with probeBudget: one follows from the other");
            }
            if (!problems.isEmpty()) {
                throw new InvalidInputException(problems);
            }
            return new PlanSettings(adaptive, cycleMs, budgeted ? budget.doubleValue() : Double.NaN, worstMs);
        }

        private void object(String at, JsonNode node) {
            if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
                problem(at, "must be an object");
            }
        }

        /// @return 0 where it is not given
        private long worstDelay(JsonNode plan, long cycleMs) {
            for (String name : List.of("worstDelay", "worstDelayMs")) {
                JsonNode given = plan.path(name);
                if (!given.isMissingNode() && !given.isNull()) {
                    String at = "config.plan." + name;
                    return given.isString()
                            ? integer(at, duration(given), 0, cycleMs, LONGEST_CYCLE_MS)
                            : integer(at, given, 0, cycleMs, LONGEST_CYCLE_MS);
                }
            }
            return 0;
        }

        private JsonNode duration(JsonNode given) {
            try {
                return LongNode.valueOf(Duration.parse(given.stringValue()).toMillis());
            } catch (DateTimeParseException wrong) {
                return given;
            }
        }
    }
}
