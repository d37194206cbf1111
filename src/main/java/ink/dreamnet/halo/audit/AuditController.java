package ink.dreamnet.halo.audit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.TooManyRequestsException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/halo/audit")
@Tag(name = "Audit", description = "Who changed what, when and why")
class AuditController {

    /// Shorter than what clients and proxies usually wait for an answer.
    private static final Duration BUDGET = Duration.ofSeconds(20);

    private final AuditTrail trail;
    private final AuditVerifier verifier;
    private final Semaphore verifying = new Semaphore(1);

    AuditController(AuditTrail trail, AuditVerifier verifier) {
        this.trail = trail;
        this.verifier = verifier;
    }

    record VerificationAnswer(boolean ok, AuditVerification verification) {
    }

    record AuditAnswer(boolean ok, List<AuditEntry> audit, @Nullable String next) {
    }

    /// @param subjectType only changes of things of this type, such as `task`
    /// @param subjectId only changes of the thing with this id
    /// @param action only this action, such as `task.approved`
    /// @param actor only what this person or HALO itself did
    /// @param requestId only what was done in the course of this request, as `X-Request-Id` of its answer had it
    /// @param since only what was at this time or later, as 2026-11-24T03:00:00Z
    /// @param until only what was before this time
    @GetMapping
    @Operation(summary = "Lists changes, newest first", description = """
            All filters are exact and may be combined.""")
    AuditAnswer listAudit(@RequestParam(required = false) @Nullable String subjectType,
            @RequestParam(required = false) @Nullable String subjectId,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String requestId,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String until, PageQuery page) {
        Page<AuditEntry> found = trail.find(new AuditQuery(subjectType, subjectId, action, actor, requestId,
                Texts.instant("since", since), Texts.instant("until", until)), page);
        return new AuditAnswer(true, found.items(), found.next());
    }

    /// @param after the link after which to begin, as `next` of the verification before; the beginning where it is left out
    /// @param head a point that was kept elsewhere, as `link:hash`: the head of an earlier verification, or of the log
    @GetMapping("/verify")
    @Operation(summary = "Verifies that no entry was tampered with or is missing", description = """
            Goes through the chain of hashes and names the first entry that is wrong. Where it takes longer than 20 s it answers `complete`
            false and `next`. Whoever can write to the database and knows the key, if there is one, can make another chain that fits: only a
            `head` that is kept elsewhere finds that.""")
    VerificationAnswer verifyAudit(@RequestParam(required = false) @Nullable Long after,
            @RequestParam(required = false) @Nullable String head) {
        ChainMark known = head == null ? null : ChainMark.parse("head", head);
        if (!verifying.tryAcquire()) {
            throw new TooManyRequestsException("The audit trail is being verified already", BUDGET);
        }
        try {
            return new VerificationAnswer(true, verifier.verify(after, known, BUDGET));
        } finally {
            verifying.release();
        }
    }
}
