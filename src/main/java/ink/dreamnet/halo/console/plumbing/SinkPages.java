package ink.dreamnet.halo.console.plumbing;

import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.sink.SinkReport;
import ink.dreamnet.halo.sink.Sinks;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// Shows what did not get through to a sink.
@Controller
class SinkPages {

    private static final int MOST_DEAD_LETTERS = 100;

    private final SinkReport report;
    private final Sinks sinks;

    SinkPages(SinkReport report, Sinks sinks) {
        this.report = report;
        this.sinks = sinks;
    }

    @GetMapping("/plumbing/sinks/{name}")
    String sink(@PathVariable String name, Model model) {
        model.addAttribute("sink", report.of(name));
        model.addAttribute("dead", sinks.deadLetters(name, new PageQuery(MOST_DEAD_LETTERS, null)).items());
        return "sink";
    }
}
