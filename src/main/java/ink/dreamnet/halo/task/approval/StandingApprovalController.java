package ink.dreamnet.halo.task.approval;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.Wire;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/halo/approvals/standing")
@Tag(name = "Standing approvals", description = "Approvals that operators give beforehand")
class StandingApprovalController {

    private static final int MAX_PATTERN = 300;
    private static final int MAX_TYPE = 100;
    private static final int MAX_REASON = 500;
    private static final int MOST_PER_HOUR = 1000;

    private final StandingApprovals standing;
    private final CurrentActor actor;
    private final Clock clock;

    StandingApprovalController(StandingApprovals standing, CurrentActor actor, Clock clock) {
        this.standing = standing;
        this.actor = actor;
        this.clock = clock;
    }

    /// @param type the task type (`agent.revive`), 1 to 100 characters; required
    /// @param subject a kind and a pattern, in which `*` stands for any characters (`agent:relay-*`); required
    /// @param highestSeverity the worst severity that it covers; required
    /// @param perHour how many tasks it approves within an hour, 1 to 1,000; required
    /// @param until until when, at most 30 days ahead; required
    /// @param reason why, 1 to 500 characters; required
    record StandingOrder(@Nullable String type, @Nullable String subject, @Nullable String highestSeverity,
            @Nullable Integer perHour, @Nullable Instant until, @Nullable String reason) {
    }

    record StandingAnswer(boolean ok, StandingApproval approval) {
    }

    record StandingsAnswer(boolean ok, List<StandingApproval> approvals) {
    }

    @GetMapping
    @Operation(summary = "Lists standing approvals, newest first")
    StandingsAnswer list() {
        return new StandingsAnswer(true, standing.all());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Approves a narrow class of tasks beforehand")
    StandingAnswer create(@RequestBody StandingOrder order) {
        List<FieldProblem> problems = new ArrayList<>();
        String type = text(problems, "type", order.type(), MAX_TYPE);
        String subject = text(problems, "subject", order.subject(), MAX_PATTERN);
        if (!subject.isEmpty() && !kindIsKnown(subject)) {
            problems.add(new FieldProblem("subject", "'%s' is not a kind and a pattern (agent:relay-*); kinds are %s"
                    .formatted(subject, Wire.allowed(SubjectKind.class))));
        }
        String reason = text(problems, "reason", order.reason(), MAX_REASON);
        if (order.perHour() == null || order.perHour() < 1 || order.perHour() > MOST_PER_HOUR) {
            problems.add(new FieldProblem("perHour", "must be between 1 and %d".formatted(MOST_PER_HOUR)));
        }
        Instant now = clock.instant();
        Instant last = now.plus(StandingApprovals.LONGEST);
        if (order.until() == null || !order.until().isAfter(now) || order.until().isAfter(last)) {
            problems.add(new FieldProblem("until", "must be after now and at most %d days ahead (%s)".formatted(
                    StandingApprovals.LONGEST.dividedBy(Duration.ofDays(1)), last)));
        }
        Severity highest = severity(problems, order.highestSeverity());
        if (!problems.isEmpty() || order.perHour() == null || order.until() == null) {
            throw new InvalidInputException(problems);
        }
        return new StandingAnswer(true, standing.create(type, subject, highest, order.perHour(), order.until(), reason,
                actor.get()));
    }

    private static Severity severity(List<FieldProblem> problems, @Nullable String text) {
        if (text == null) {
            problems.add(new FieldProblem("highestSeverity", "is missing; it is one of "
                    + Wire.allowed(Severity.class)));
            return Severity.LOW;
        }
        try {
            return Wire.parse(Severity.class, "highestSeverity", text);
        } catch (InvalidInputException unknown) {
            problems.addAll(unknown.problems());
            return Severity.LOW;
        }
    }

    private static boolean kindIsKnown(String subject) {
        int colon = subject.indexOf(':');
        return colon > 0 && colon < subject.length() - 1 && List.of(SubjectKind.values()).stream()
                .anyMatch(kind -> kind.wire().equals(subject.substring(0, colon)));
    }

    private static String text(List<FieldProblem> problems, String field, @Nullable String text, int most) {
        if (text == null || text.isBlank()) {
            problems.add(new FieldProblem(field, "is missing"));
            return "";
        }
        try {
            Texts.check(field, text, most);
        } catch (InvalidInputException wrong) {
            problems.addAll(wrong.problems());
        }
        return text.strip();
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Revokes a standing approval; what it approved before stays approved")
    StandingAnswer revoke(@PathVariable String id) {
        return new StandingAnswer(true, standing.revoke(Ids.parse("standing approval", id), actor.get()));
    }
}
