package ink.dreamnet.halo.audit;

import java.util.List;

import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Texts;
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

    private final AuditTrail trail;

    AuditController(AuditTrail trail) {
        this.trail = trail;
    }

    record AuditAnswer(boolean ok, List<AuditEntry> audit, @Nullable String next) {
    }

    /// @param subjectType only changes of things of this type, such as `task`
    /// @param subjectId only changes of the thing with this id
    /// @param action only this action, such as `task.approved`
    /// @param actor only what this person or HALO itself did
    /// @param since only what was at this time or later, as 2026-11-24T03:00:00Z
    /// @param until only what was before this time
    @GetMapping
    @Operation(summary = "Lists changes, newest first", description = """
            All filters are exact and may be combined.""")
    AuditAnswer listAudit(@RequestParam(required = false) @Nullable String subjectType,
            @RequestParam(required = false) @Nullable String subjectId,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String until, PageQuery page) {
        Page<AuditEntry> found = trail.find(new AuditQuery(subjectType, subjectId, action, actor,
                Texts.instant("since", since), Texts.instant("until", until)), page);
        return new AuditAnswer(true, found.items(), found.next());
    }
}
