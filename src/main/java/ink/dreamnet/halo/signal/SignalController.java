package ink.dreamnet.halo.signal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.core.Authority;
import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.UnknownMembers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Counts of requests and errors over HTTP. An answer of `ok` means that they are committed.
@RestController
@RequestMapping("/api/halo/signals")
@Tag(name = "Triggers")
class SignalController {

    private static final int MAX_REPORTS = 1000;
    private static final List<String> MEMBERS = List.of("errors", "requests", "source");
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final SignalIntake intake;
    private final SignalStore store;
    private final SignalProperties properties;
    private final Authority authority;
    private final Clock clock;
    private final Set<String> known = new HashSet<>();
    private Instant knownAt = Instant.EPOCH;

    SignalController(SignalIntake intake, SignalStore store, SignalProperties properties, Authority authority,
            Clock clock) {
        this.authority = authority;
        this.intake = intake;
        this.store = store;
        this.properties = properties;
        this.clock = clock;
    }

    /// @param accepted how many reports are committed
    record SignalsAnswer(boolean ok, int accepted) {
    }

    @PostMapping
    @Operation(summary = "Takes in counts of requests and errors since the last report", description = """
            1 to 1,000 of them; also as `{"signals": […]}`. They are committed when they are answered.""")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true, content = @Content(array = @ArraySchema(schema = @Schema(implementation = SignalReport.class))))
    SignalsAnswer reportSignals(@RequestBody JsonNode body) {
        JsonNode list = body.isObject() ? body.path("signals") : body;
        if (!list.isArray() || list.isEmpty() || list.size() > MAX_REPORTS) {
            throw new InvalidInputException("signals", list.isArray()
                    ? "must have 1 to %d reports, not %d".formatted(MAX_REPORTS, list.size())
                    : "must be a list of {source, requests, errors}");
        }
        List<SignalReport> reports = new ArrayList<>(list.size());
        List<FieldProblem> problems = new ArrayList<>();
        UnknownMembers.check("", body, List.of("signals"), problems);
        for (int i = 0; i < list.size(); i++) {
            int before = problems.size();
            String at = "signals[%d]".formatted(i);
            UnknownMembers.check(at, list.get(i), MEMBERS, problems);
            String source = source(at + ".source", list.get(i).path("source"), problems);
            long requests = count(at + ".requests", list.get(i).path("requests"), problems);
            long errors = count(at + ".errors", list.get(i).path("errors"), problems);
            if (list.get(i).path("requests").isMissingNode() && list.get(i).path("errors").isMissingNode()) {
                problems.add(new FieldProblem(at, "has neither 'requests' nor 'errors'"));
            }
            if (problems.size() == before && source != null) {
                reports.add(new SignalReport(source, requests, errors));
            }
        }
        if (problems.isEmpty()) {
            bound(reports, problems);
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        reports.forEach(report -> authority.requireSource(report.source()));
        intake.accept(reports);
        return new SignalsAnswer(true, reports.size());
    }

    private static @Nullable String source(String field, JsonNode node, List<FieldProblem> problems) {
        String source = node.isString() ? node.stringValue() : "";
        if (source.isBlank() || source.length() > SignalReport.MAX_SOURCE
                || source.codePoints().anyMatch(Character::isISOControl)) {
            problems.add(new FieldProblem(field, "must be a text of 1 to %d characters without control characters"
                    .formatted(SignalReport.MAX_SOURCE)));
            return null;
        }
        try {
            Texts.check(field, source, SignalReport.MAX_SOURCE);
        } catch (InvalidInputException wrong) {
            problems.addAll(wrong.problems());
            return null;
        }
        return source;
    }

    private static long count(String field, JsonNode node, List<FieldProblem> problems) {
        if (node.isMissingNode()) {
            return 0;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0
                || node.longValue() > SignalReport.MAX_COUNT) {
            String given = node.toString();
            problems.add(new FieldProblem(field, "is %s; it must be a whole number from 0 to %d".formatted(
                    given.length() > 40 ? given.substring(0, 40) + "…" : given, SignalReport.MAX_COUNT)));
            return 0;
        }
        return node.longValue();
    }

    /// Refuses sources beyond the bound. Replicas that see new sources at the same moment may keep a few more.
    private synchronized void bound(List<SignalReport> reports, List<FieldProblem> problems) {
        Instant now = clock.instant();
        if (Duration.between(knownAt, now).compareTo(FRESH) > 0) {
            known.clear();
            known.addAll(store.sources().keySet());
            knownAt = now;
        }
        Set<String> added = new HashSet<>();
        for (int i = 0; i < reports.size(); i++) {
            String source = reports.get(i).source();
            if (!known.contains(source) && added.add(source)
                    && known.size() + added.size() > properties.maxSources()) {
                problems.add(new FieldProblem("signals[%d].source".formatted(i),
                        "'%s' would be one source more than the %d that are kept (halo.triggers.signals.max-sources)"
                                .formatted(source, properties.maxSources())));
            }
        }
        if (problems.isEmpty()) {
            known.addAll(added);
        }
    }
}
