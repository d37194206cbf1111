package ink.dreamnet.halo.console.audit;

import java.util.Map;

import ink.dreamnet.halo.audit.AuditEntry;
import ink.dreamnet.halo.audit.AuditQuery;
import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.console.layout.Filters;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Texts;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Shows who changed what, by person, thing and time.
@Controller
class AuditPages {

    private static final int A_PAGE = 100;

    private final AuditTrail trail;

    AuditPages(AuditTrail trail) {
        this.trail = trail;
    }

    @GetMapping("/audit")
    String audit(@RequestParam Map<String, String> given, PageQuery page, Model model) {
        AuditQuery query = new AuditQuery(Filters.text(given, "subjectType"), Filters.text(given, "subjectId"),
                Filters.text(given, "action"),
                Filters.text(given, "actor"), Filters.text(given, "requestId"),
                Texts.instant("since", given.get("since")),
                Texts.instant("until", given.get("until")));
        Page<AuditEntry> found = trail.find(query, new PageQuery(A_PAGE, page.before()));
        model.addAttribute("entries", found.items());
        model.addAttribute("state", trail.state());
        model.addAttribute("given", given);
        model.addAttribute("next", Filters.next("/audit", given, found.next()));
        return "audit";
    }
}
