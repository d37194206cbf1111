package ink.dreamnet.halo.deploy;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import ink.dreamnet.halo.core.Authority;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/halo/deploys")
@Tag(name = "Deploys", description = "Deploys, and what followed them")
class DeployController {

    private static final int MAX_KEY = 200;
    private static final int MOST_WEAK_POINTS = 200;

    private final Deploys deploys;
    private final FollowUpStore followUps;
    private final WeakPoints weakPoints;
    private final CurrentActor actor;
    private final Authority authority;

    DeployController(Deploys deploys, FollowUpStore followUps, WeakPoints weakPoints, CurrentActor actor,
            Authority authority) {
        this.authority = authority;
        this.deploys = deploys;
        this.followUps = followUps;
        this.weakPoints = weakPoints;
        this.actor = actor;
    }

    /// @param service what was deployed, 1 to 200 characters; required
    /// @param version which version of it, 1 to 200 characters; required
    /// @param environment where
    /// @param at when, within the last 24 hours; now where it is left out
    /// @param subjects the subjects that belong to it (`endpoint:shop`), at most 1,000; where it is left out, their labels decide
    /// @param commit the commit that it was made of
    /// @param url where a person can read more
    record DeployOrder(@Nullable String service, @Nullable String version, @Nullable String environment,
            @Nullable Instant at, @Nullable List<@Nullable String> subjects, @Nullable String commit,
            @Nullable String url) {
    }

    /// @param looks the cycles that it requests
    /// @param created whether it is new
    record DeployAnswer(boolean ok, Deploy deploy, boolean created, List<FollowUpView> looks) {
    }

    record DeploysAnswer(boolean ok, List<Deploy> deploys, @Nullable String next) {
    }

    /// @param looks the cycles that it requests
    /// @param weakPoints those that opened after it and name it, the newest first, at most 200
    record DeployDetailAnswer(boolean ok, Deploy deploy, List<FollowUpView> looks, List<WeakPoint> weakPoints) {
    }

    /// A cycle that a deploy requests.
    ///
    /// @param dueAt when it is due
    /// @param status how far it is
    /// @param askedAt when it was requested
    /// @param detail why it is not as planned, where there is something to say
    /// @param afterMs how long after the deploy; 0 is the full cycle at once
    /// @param cycleId the cycle, to be read at `/history/{id}`; absent while the follow-up waits and where it was skipped
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FollowUpView(long afterMs, Instant dueAt, FollowUp.Status status, @Nullable Instant askedAt,
            @Nullable UUID cycleId,
            @Nullable String detail) {
        static FollowUpView of(FollowUp followUp) {
            return new FollowUpView(followUp.afterMs(), followUp.dueAt(), followUp.status(), followUp.askedAt(),
                    followUp.cycleId(), followUp.detail());
        }
    }

    /// @param key names the request: a second one with the same key is the same deploy, 1 to 200 characters
    @PostMapping
    @Operation(summary = "Reports a deploy", description = """
            A full cycle starts at once, and scoped ones of what belongs to it follow after 1, 5 and 15 minutes. 201 where it \
            is new, 200 where it was known: by the same Idempotency-Key, or because it was reported another way.""")
    @ApiResponse(responseCode = "200", description = "It was known")
    @ApiResponse(responseCode = "201", description = "It is new")
    ResponseEntity<DeployAnswer> report(@RequestBody DeployOrder order,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        if (key != null && (key.isBlank() || key.length() > MAX_KEY)) {
            throw new InvalidInputException("Idempotency-Key", "must have 1 to %d characters".formatted(MAX_KEY));
        }
        DeployReport report = new DeployReport(order.service() == null ? "" : order.service(),
                order.version() == null ? "" : order.version(), order.environment(), order.at(),
                subjects(order.subjects()), order.commit(), order.url(), DeploySource.API,
                key == null ? null : "api:" + key);
        authority.requireSource(report.service());
        Deploys.Recorded recorded = deploys.record(report, actor.get());
        DeployAnswer answer = new DeployAnswer(true, recorded.deploy(), recorded.created(),
                followUps(recorded.deploy().id()));
        return recorded.created()
                ? ResponseEntity.created(URI.create("/api/halo/deploys/" + recorded.deploy().id())).body(answer)
                : ResponseEntity.ok(answer);
    }

    /// @param service only deploys of this service
    /// @param version only deploys of this version
    /// @param environment only deploys in this environment
    /// @param source only deploys that came this way: api, github, gitlab, event, info, tag
    /// @param since only what was at this time or later, as 2026-11-24T03:00:00Z
    /// @param until only what was before this time
    @GetMapping
    @Operation(summary = "Lists deploys, the latest first", description = """
            The order and the times of filters go by the time of the deploy, whenever it was reported.""")
    DeploysAnswer list(@RequestParam(required = false) @Nullable String service,
            @RequestParam(required = false) @Nullable String version,
            @RequestParam(required = false) @Nullable String environment,
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String until, PageQuery page) {
        Page<Deploy> found = deploys.find(new DeployQuery(service, version, environment,
                source == null ? null : Wire.parse(DeploySource.class, "source", source), Texts.instant("since", since),
                Texts.instant("until", until)), page);
        return new DeploysAnswer(true, found.items(), found.next());
    }

    @GetMapping("/{id}")
    @Operation(summary = "Shows a deploy and what followed", description = """
            looks: the cycles that it requested; weakPoints: those that opened after it and name it.""")
    DeployDetailAnswer get(@PathVariable String id) {
        Deploy deploy = deploys.get(Ids.parse("deploy", id));
        return new DeployDetailAnswer(true, deploy, followUps(deploy.id()),
                weakPoints.after(deploy.id(), MOST_WEAK_POINTS));
    }

    private List<FollowUpView> followUps(UUID deploy) {
        return followUps.of(deploy).stream().map(FollowUpView::of).toList();
    }

    private static Set<SubjectRef> subjects(@Nullable List<@Nullable String> names) {
        Set<SubjectRef> subjects = new LinkedHashSet<>();
        List<FieldProblem> problems = new ArrayList<>();
        for (int i = 0; names != null && i < names.size() && i <= DeployReport.MAX_SUBJECTS; i++) {
            String field = "subjects[%d]".formatted(i);
            String name = names.get(i);
            try {
                subjects.add(SubjectRef.parse(field, name == null ? "" : name));
            } catch (InvalidInputException wrong) {
                problems.addAll(wrong.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return subjects;
    }
}
