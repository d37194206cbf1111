package ink.dreamnet.halo.memory.effect;

import java.util.List;

import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Wire;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/halo/memory")
@Tag(name = "Memory", description = "What HALO has learned of everything that it watches")
class EffectController {

    private final EffectTable table;

    EffectController(EffectTable table) {
        this.table = table;
    }

    record EffectsAnswer(boolean ok, List<EffectView> strategies, @Nullable String next) {
    }

    /// @param strategy only repairs of this strategy
    /// @param code only repairs of this kind of weak point
    /// @param verdict only repairs of this verdict: learning, proven, avoid
    @GetMapping("/strategies")
    @Operation(summary = "Shows what each repair of each strategy achieved", description = """
            By strategy, code, what failed before and step. Filters may be combined.""")
    EffectsAnswer list(@RequestParam(required = false) @Nullable String strategy,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String verdict, PageQuery page) {
        Standing standing = verdict == null ? null : Wire.parse(Standing.class, "verdict", verdict);
        Page<EffectView> found = table.page(strategy, code, standing, page);
        return new EffectsAnswer(true, found.items(), found.next());
    }
}
