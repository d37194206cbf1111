package ink.dreamnet.halo.wormhole;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import ink.dreamnet.halo.core.Glob;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.event.EventSeverity;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.registry.Problems;
import ink.dreamnet.halo.wormhole.Wormhole.Action;
import org.jspecify.annotations.Nullable;

/// Validates the definition of a wormhole.
final class WormholeParser {

    private static final String ACTIONS = "trigger, task, signal, record, forward, result, deploy";
    private static final String ID = "[a-z0-9]+([.-][a-z0-9]+)*";
    private static final int MAX_ID = 100;
    private static final int MAX_DESCRIPTION = 500;
    private static final int MAX_ROLES = 10;
    private static final int MAX_LABELS = 20;
    private static final int MAX_NAME = 100;

    private WormholeParser() {
    }

    /// @param updatedAt when it was put; null for what configuration declares
    /// @throws InvalidInputException where something is wrong, with every wrong field
    static Wormhole define(String id, WormholeSpec spec, ManagedBy managedBy, @Nullable Instant updatedAt) {
        Problems problems = new Problems();
        if (!id.matches(ID) || id.length() > MAX_ID) {
            problems.add("id", "'%s' is not lower-case words with dots and hyphens, of at most %d characters".formatted(
                    Texts.shortened(id, MAX_ID), MAX_ID));
        }
        if (spec.id() != null && !spec.id().equals(id)) {
            problems.add("id", "'%s' is not the id of the path, '%s'".formatted(spec.id(), id));
        }
        problems.attempt("description", () -> EventLimits.optional("description", spec.description(), MAX_DESCRIPTION));
        Wormhole.Match match = match(problems, spec.match());
        Action action = action(problems, spec);
        problems.throwIfAny();
        if (action == null) {
            throw new InvalidInputException("action", "is missing");
        }
        return new Wormhole(id, spec.withoutId(), spec.enabled() == null || spec.enabled(), match, action, managedBy,
                updatedAt, People.NOBODY);
    }

    private static Wormhole.Match match(Problems problems, WormholeSpec.@Nullable Match given) {
        if (given == null) {
            return new Wormhole.Match(null, null, null, Map.of());
        }
        Map<String, Glob> labels = new TreeMap<>();
        Map<String, @Nullable String> written = given.labels() == null ? Map.of() : given.labels();
        problems.limit("match.labels", written.size(), MAX_LABELS);
        written.forEach((name, value) -> {
            Glob pattern = value == null || value.isBlank()
                    ? null
                    : pattern(problems, "match.labels." + name, value, EventLimits.MAX_SUBJECT);
            if (value == null || value.isBlank()) {
                problems.add("match.labels." + name, "is empty");
            } else if (pattern != null) {
                labels.put(name, pattern);
            }
        });
        String severity = given.minSeverity();
        return new Wormhole.Match(
                pattern(problems, "match.sourceType", given.sourceType(), EventLimits.MAX_SOURCE_TYPE),
                pattern(problems, "match.type", given.type(), WormholeEvent.MAX_TYPE),
                severity == null
                        ? null
                        : problems.attempt("match.minSeverity",
                                () -> Wire.parse(EventSeverity.class, "match.minSeverity", severity)),
                labels);
    }

    private static @Nullable Glob pattern(Problems problems, String field, @Nullable String text, int most) {
        if (text != null && text.isBlank()) {
            problems.add(field, "is blank; leave it out where it should match any");
        }
        String checked = text == null ? null : attempt(problems, field, () -> EventLimits.optional(field, text, most));
        return checked == null ? null : Glob.wildcard(checked);
    }

    private static @Nullable String attempt(Problems problems, String field, Supplier<@Nullable String> check) {
        try {
            return check.get();
        } catch (InvalidInputException wrong) {
            wrong.problems().forEach(problem -> problems.add(field, problem.message()));
            return null;
        }
    }

    private static @Nullable Action action(Problems problems, WormholeSpec spec) {
        String name = spec.action() == null ? "" : spec.action().strip().toLowerCase(Locale.ROOT);
        foreign(problems, name, "trigger", "mode", spec.mode());
        foreign(problems, name, "task", "task", spec.task());
        foreign(problems, name, "forward", "sink", spec.sink());
        return switch (name) {
            case "trigger" -> {
                String mode = spec.mode() == null ? "full" : spec.mode();
                Wormhole.Mode parsed = problems.attempt("mode", () -> Wire.parse(Wormhole.Mode.class, "mode", mode));
                yield parsed == null ? null : new Action.Trigger(parsed);
            }
            case "task" -> task(problems, spec.task());
            case "forward" -> {
                String sink = problems.attempt("sink", () -> EventLimits.required("sink", spec.sink(), MAX_NAME));
                yield sink == null ? null : new Action.Forward(sink);
            }
            case "signal", "record", "result", "deploy" ->
                Action.Plain.valueOf(name.toUpperCase(Locale.ROOT));
            default -> {
                problems.add("action", name.isEmpty()
                        ? "is missing; it is one of " + ACTIONS
                        : "'%s' is not one of %s".formatted(spec.action(), ACTIONS));
                yield null;
            }
        };
    }

    /// A member of another action would be ignored silently.
    private static void foreign(Problems problems, String action, String owner, String field, @Nullable Object given) {
        if (given != null && !action.equals(owner)) {
            problems.add(field, "belongs to the action %s, not to %s".formatted(owner, action));
        }
    }

    private static @Nullable Action task(Problems problems, WormholeSpec.@Nullable Order order) {
        if (order == null) {
            problems.add("task", "is missing; it says what is proposed: type and roles");
            return null;
        }
        String type = problems.attempt("task.type", () -> EventLimits.required("task.type", order.type(), MAX_NAME));
        List<String> roles = new ArrayList<>();
        problems.each("task.roles", order.roles(), MAX_ROLES, (field, role) -> {
            String checked = problems.attempt(field, () -> EventLimits.required(field, role, MAX_NAME));
            if (checked != null) {
                roles.add(checked);
            }
        });
        if (order.roles() == null || order.roles().isEmpty()) {
            problems.add("task.roles", "is missing; name at least one agent role");
        }
        Glob resolvedBy = pattern(problems, "task.resolvedBy", order.resolvedBy(), WormholeEvent.MAX_TYPE);
        return type == null ? null : new Action.Task(type, List.copyOf(roles), resolvedBy);
    }
}
