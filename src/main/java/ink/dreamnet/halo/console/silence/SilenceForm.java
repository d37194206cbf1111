package ink.dreamnet.halo.console.silence;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import ink.dreamnet.halo.console.layout.Until;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.weakpoint.SilenceSpec;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.jspecify.annotations.Nullable;

/// A silence as somebody fills it in; what is empty is no condition.
///
/// @param kind `silence` or `maintenance`
/// @param subject `kind:id`, where `*` stands for any text
/// @param code a kind of finding, likewise
/// @param analyzer an analyzer, likewise
/// @param labels `name=value`, one on each line
/// @param more conditions as the API takes them, one on each line
/// @param startsAt from when on, in UTC (`2026-12-01T22:00`); by default at once
/// @param until `hour`, `shift`, `monday` or `own`
/// @param endsAt until when, in UTC, where it is `own`
record SilenceForm(@Nullable String kind, @Nullable String subject, @Nullable String code, @Nullable String analyzer,
        @Nullable String labels, @Nullable String more, @Nullable String startsAt, @Nullable String until,
        @Nullable String endsAt) {

    /// That the end is none of those that buttons offer.
    static final String OWN = "own";

    /// @return one for the subject, the code and the labels of a problem
    static SilenceForm of(WeakPoint point, Facts facts) {
        return new SilenceForm(null, point.subject().toString(), point.code(), null,
                new TreeMap<>(facts.labels()).entrySet().stream().map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining("\n")),
                null, null, Until.HOUR.wire(), null);
    }

    /// @return whether there is no condition at all
    public boolean empty() {
        return conditions().isEmpty();
    }

    private List<@Nullable String> conditions() {
        List<@Nullable String> conditions = new ArrayList<>();
        add(conditions, "subject=", subject);
        add(conditions, "code=", code);
        add(conditions, "analyzer=", analyzer);
        lines(labels).forEach(line -> conditions.add("labels." + line));
        conditions.addAll(lines(more));
        return conditions;
    }

    private static void add(List<@Nullable String> conditions, String begin, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            conditions.add(begin + value.strip());
        }
    }

    private static List<String> lines(@Nullable String text) {
        return text == null ? List.of() : text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /// @param everything whether it is meant although nothing is picked out
    /// @param comment why; null where that is not known yet
    /// @throws InvalidInputException where a time cannot be read
    SilenceSpec spec(Instant now, boolean everything, @Nullable String comment) {
        Instant start = time("startsAt", startsAt);
        Instant begin = start == null ? now : start;
        String chosen = until == null || until.isBlank() ? Until.HOUR.wire() : until;
        Instant end = chosen.equals(OWN)
                ? time("endsAt", endsAt)
                : Wire.parse(Until.class, "until", chosen).from(begin);
        return new SilenceSpec(Texts.stripped(kind), conditions(), everything, start, end, null,
                comment, null);
    }

    private static @Nullable Instant time(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return LocalDateTime.parse(text.strip()).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException wrong) {
            throw new InvalidInputException(field, "'%s' is no time such as 2026-12-01T22:00".formatted(text));
        }
    }

    /// @return what is filled in, by the names of the fields
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("kind", Objects.requireNonNullElse(kind, ""));
        values.put("subject", Objects.requireNonNullElse(subject, ""));
        values.put("code", Objects.requireNonNullElse(code, ""));
        values.put("analyzer", Objects.requireNonNullElse(analyzer, ""));
        values.put("labels", Objects.requireNonNullElse(labels, ""));
        values.put("more", Objects.requireNonNullElse(more, ""));
        values.put("startsAt", Objects.requireNonNullElse(startsAt, ""));
        values.put("until", Objects.requireNonNullElse(until, ""));
        values.put("endsAt", Objects.requireNonNullElse(endsAt, ""));
        values.values().removeIf(String::isBlank);
        return values;
    }
}
