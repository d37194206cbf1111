package ink.dreamnet.halo.console.audit;

import java.util.Map;

import ink.dreamnet.halo.audit.AuditEntry;
import ink.dreamnet.halo.audit.AuditQuery;
import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Texts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

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
        AuditQuery query = new AuditQuery(text(given, "subjectType"), text(given, "subjectId"), text(given, "action"),
                text(given, "actor"), Texts.instant("since", given.get("since")),
                Texts.instant("until", given.get("until")));
        Page<AuditEntry> found = trail.find(query, new PageQuery(A_PAGE, page.before()));
        UriComponentsBuilder next = UriComponentsBuilder.fromPath("/audit");
        given.forEach((name, value) -> next.replaceQueryParam(name, value));
        model.addAttribute("entries", found.items());
        model.addAttribute("given", given);
        model.addAttribute("next", found.next() == null
                ? null
                : next.replaceQueryParam("before", found.next()).encode().build().toUriString());
        return "audit";
    }

    private static @Nullable String text(Map<String, String> given, String name) {
        String value = given.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
