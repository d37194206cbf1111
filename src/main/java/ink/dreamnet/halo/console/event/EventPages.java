package ink.dreamnet.halo.console.event;

import java.util.Map;

import ink.dreamnet.halo.console.layout.Filters;
import ink.dreamnet.halo.console.layout.Json;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventQuery;
import ink.dreamnet.halo.event.EventSeverity;
import ink.dreamnet.halo.event.EventStore;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.wormhole.RoutingReporter;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// Shows events, what each set in motion, and why it set nothing else in motion.
@Controller
class EventPages {

    private static final int A_PAGE = 50;

    private final EventStore store;
    private final RoutingReporter routing;
    private final Json json;

    EventPages(EventStore store, RoutingReporter routing, Json json) {
        this.store = store;
        this.routing = routing;
        this.json = json;
    }

    @GetMapping("/events")
    String events(@RequestParam Map<String, String> given, PageQuery page, Model model) {
        String direction = Filters.text(given, "direction");
        String severity = Filters.text(given, "severity");
        String subject = Filters.text(given, "subject");
        Page<WormholeEvent> found = store.page(new EventQuery(
                direction == null ? null : Wire.parse(Direction.class, "direction", direction),
                Filters.text(given, "type"), Filters.text(given, "source"), null,
                severity == null ? null : Wire.parse(EventSeverity.class, "severity", severity),
                subject == null ? null : SubjectRef.parse(subject), Texts.instant("since", given.get("since")),
                Texts.instant("until", given.get("until"))), new PageQuery(A_PAGE, page.before()));
        model.addAttribute("events", found.items());
        model.addAttribute("given", given);
        model.addAttribute("severities", EventSeverity.values());
        model.addAttribute("next", Filters.next("/events", given, found.next()));
        return "events";
    }

    @GetMapping("/events/{id}")
    String event(@PathVariable String id, Model model) {
        WormholeEvent event = store.find(Ids.parse("event", id))
                .orElseThrow(() -> new NotFoundException("event", id));
        model.addAttribute("event", event);
        model.addAttribute("data", event.data().value() == null ? null : json.pretty(event.data().value()));
        model.addAttribute("report", routing.of(event));
        return "event";
    }
}
