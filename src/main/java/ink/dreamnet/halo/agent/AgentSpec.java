package ink.dreamnet.halo.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.registry.Problems;
import org.jspecify.annotations.Nullable;

/// What a caller or the configuration defines of an agent, not yet checked; null members take the defaults.
///
/// @param name 1 to 200 characters; by default the id
/// @param role 1 to 100 characters; by default `Custom`
/// @param squad a squad's id
/// @param capabilities at most 100 of at most 100 characters
/// @param labels at most 50; names of 1 to 63 letters, digits, `_ . / -`, values of at most 200 characters
/// @param heartbeatPeriodMs 1,000 (1 s) to 604,800,000 (7 days)
/// @param graceMs 0 to 604,800,000 (7 days)
/// @param dependsOn at most 50 subjects (`endpoint:checkout`)
record AgentSpec(@Nullable String name, @Nullable String role, @Nullable String squad,
        @Nullable List<@Nullable String> capabilities, @Nullable Map<String, @Nullable String> labels,
        @Nullable Long heartbeatPeriodMs, @Nullable Long graceMs, @Nullable List<@Nullable String> dependsOn) {

    static final Duration MIN_PERIOD = Duration.ofSeconds(1);
    static final Duration MAX_PERIOD = Duration.ofDays(7);
    static final String DEFAULT_ROLE = "Custom";
    static final int MAX_NAME = 200;
    static final int MAX_ROLE = 100;
    static final int MAX_CAPABILITIES = 100;
    static final int MAX_CAPABILITY = 100;
    private static final int MAX_LABELS = 50;
    private static final int MAX_LABEL_VALUE = 200;
    private static final int MAX_DEPENDENCIES = 50;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_./-]{1,63}");

    /// Checks everything and fills in the defaults.
    ///
    /// @throws InvalidInputException naming every field that is wrong
    AgentDefinition define(String id, ManagedBy managedBy, AgentProperties defaults) {
        Problems problems = new Problems();
        problems.attempt("id", () -> SubjectRef.checkId("id", id));
        if (squad != null) {
            problems.attempt("squad", () -> SubjectRef.checkId("squad", squad));
        }
        String definedName = text(problems, "name", name, id, MAX_NAME);
        String definedRole = text(problems, "role", role, DEFAULT_ROLE, MAX_ROLE);
        List<String> definedCapabilities = capabilities(problems);
        Map<String, String> definedLabels = labels(problems);
        Duration period = duration(problems, "heartbeatPeriodMs", heartbeatPeriodMs, defaults.heartbeatPeriod(),
                MIN_PERIOD);
        Duration definedGrace = duration(problems, "graceMs", graceMs, defaults.grace(), Duration.ZERO);
        List<SubjectRef> definedDependencies = dependencies(problems, id);
        problems.throwIfAny();
        return new AgentDefinition(id, definedName, definedRole, squad, definedCapabilities, definedLabels, period,
                definedGrace, definedDependencies, managedBy);
    }

    private List<String> capabilities(Problems problems) {
        List<String> checked = new ArrayList<>();
        each(problems, "capabilities", capabilities, MAX_CAPABILITIES, (field, value) -> checked
                .add(text(problems, field, value, value, MAX_CAPABILITY)));
        return checked;
    }

    private Map<String, String> labels(Problems problems) {
        Map<String, String> checked = new TreeMap<>();
        if (labels == null) {
            return checked;
        }
        if (labels.size() > MAX_LABELS) {
            problems.add("labels", "%d are more than %d".formatted(labels.size(), MAX_LABELS));
            return checked;
        }
        labels.forEach((key, value) -> {
            if (!LABEL.matcher(key).matches()) {
                problems.add("labels",
                        "'%s' is not a label's name: 1 to 63 letters, digits and _ . / -".formatted(shown(key)));
            } else if (value == null || value.length() > MAX_LABEL_VALUE || hasControl(value)) {
                problems.add("labels." + key,
                        "must be a text of at most %d characters without control characters"
                                .formatted(MAX_LABEL_VALUE));
            } else {
                checked.put(key, value);
            }
        });
        return checked;
    }

    private List<SubjectRef> dependencies(Problems problems, String id) {
        List<SubjectRef> checked = new ArrayList<>();
        each(problems, "dependsOn", dependsOn, MAX_DEPENDENCIES, (field, value) -> {
            SubjectRef subject = problems.attempt(field, () -> SubjectRef.parse(value));
            if (subject != null && subject.kind() == SubjectKind.AGENT && subject.id().equals(id)) {
                problems.add(field, "an agent cannot depend on itself");
            } else if (subject != null && !checked.contains(subject)) {
                checked.add(subject);
            }
        });
        return checked;
    }

    private static void each(Problems problems, String field, @Nullable List<@Nullable String> values,
            int most, BiConsumer<String, String> element) {
        if (values == null) {
            return;
        }
        if (values.size() > most) {
            problems.add(field, "%d are more than %d".formatted(values.size(), most));
            return;
        }
        for (int i = 0; i < values.size(); i++) {
            String at = "%s[%d]".formatted(field, i);
            String value = values.get(i);
            if (value == null) {
                problems.add(at, "must not be null");
            } else {
                element.accept(at, value);
            }
        }
    }

    private static String text(Problems problems, String field, @Nullable String given, String otherwise,
            int longest) {
        if (given == null) {
            return otherwise;
        }
        if (given.isBlank() || given.length() > longest || hasControl(given)) {
            problems.add(field, "'%s' is not a text of 1 to %d characters without control characters"
                    .formatted(shown(given), longest));
        }
        return given.strip();
    }

    private static Duration duration(Problems problems, String field, @Nullable Long ms, Duration otherwise,
            Duration least) {
        if (ms == null) {
            return otherwise;
        }
        if (ms < least.toMillis() || ms > MAX_PERIOD.toMillis()) {
            problems.add(field,
                    "%d is not between %d and %d ms".formatted(ms, least.toMillis(), MAX_PERIOD.toMillis()));
            return otherwise;
        }
        return Duration.ofMillis(ms);
    }

    static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private static String shown(String text) {
        String visible = text.replaceAll("\\p{Cntrl}", "?");
        return visible.length() > 100 ? visible.substring(0, 100) + "…" : visible;
    }

    /// @throws IllegalArgumentException naming the property, the value and what is allowed
    static void requireBetween(String property, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("%s: %d ms is not between %d and %d ms".formatted(property,
                    value.toMillis(), least.toMillis(), most.toMillis()));
        }
    }
}
