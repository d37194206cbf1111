package ink.dreamnet.halo.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;

import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.UnavailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// One route for each shape of input and of failure that the API can meet.
@TestComponent
@RestController
@RequestMapping("/api/halo/shapes")
class ShapesController {

    record Item(String name, int count) {
    }

    record Thing(@NotBlank String name, @Positive int count, @Nullable Severity severity, @Nullable SubjectRef subject,
            @Nullable List<@Valid Item> items, @Nullable Instant at, @Nullable Duration waitMs) {
    }

    record ThingAnswer(boolean ok, Thing thing) {
    }

    record PageAnswer(boolean ok, int limit, @Nullable String before) {
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ThingAnswer make(@Valid @RequestBody Thing thing) {
        return new ThingAnswer(true, thing);
    }

    @PostMapping("/any")
    Map<String, Object> any(@RequestBody JsonNode any) {
        return Map.of("ok", true, "any", any);
    }

    @GetMapping("/page")
    PageAnswer page(PageQuery page) {
        return new PageAnswer(true, page.limit(), page.before());
    }

    @GetMapping("/params")
    Map<String, Object> params(@RequestParam int size, @RequestParam(defaultValue = "low") Severity severity,
            @RequestParam(required = false) @Nullable SubjectRef subject,
            @RequestParam(required = false) @Nullable Instant since) {
        return Map.of("ok", true, "size", size, "severity", severity, "subject", String.valueOf(subject));
    }

    @GetMapping("/bounded")
    Map<String, Object> bounded(@RequestParam @Max(10) int size) {
        return Map.of("ok", true, "size", size);
    }

    @GetMapping("/times")
    Map<String, Object> times() {
        return Map.of("whole", Instant.ofEpochSecond(1_795_386_123), "nanos",
                Instant.ofEpochSecond(1_795_386_123, 123_456_789), "wait", Duration.ofSeconds(90));
    }

    @GetMapping("/{id}")
    Map<String, Object> get(@PathVariable UUID id) {
        throw new NotFoundException("shape", id);
    }

    @GetMapping("/fail/{how}")
    Map<String, Object> fail(@PathVariable String how) {
        throw switch (how) {
            case "conflict" -> new ConflictException("The shape is already a circle");
            case "invalid" -> new InvalidInputException("corners", "-1 is not between 0 and 12");
            case "unavailable" -> new UnavailableException("Too many shapes", Duration.ofMillis(1500));
            case "database" -> new DataAccessResourceFailureException("jdbc:secret");
            default -> new IllegalStateException("secret inside");
        };
    }
}
