package ink.dreamnet.halo.resonance.dreamnet;

import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// DreamNet's own calls of the Resonance Engine. What they answer is computed when they are called.
@RestController
@RequestMapping("/api/resonance")
@Tag(name = "Resonance", description = "What DreamNet's clients read")
class DreamNetController {

    /// How many insights its list shows.
    static final int SHOWN = 20;

    private final DreamNetRules rules;

    DreamNetController(DreamNetRules rules) {
        this.rules = rules;
    }

    record Answer(boolean ok, List<DreamNetInsight> insights) {
    }

    @GetMapping("/insights")
    @Operation(summary = "Lists the newest 20 of up to 100 insights")
    Answer listDreamNetInsights() {
        List<DreamNetInsight> all = rules.compute();
        return new Answer(true, all.subList(0, Math.min(SHOWN, all.size())));
    }

    @PostMapping("/compute")
    @Operation(summary = "Computes the insights now", description = "It changes nothing, so that it can be called again at will.")
    Answer computeDreamNetInsights() {
        return new Answer(true, rules.compute());
    }
}
