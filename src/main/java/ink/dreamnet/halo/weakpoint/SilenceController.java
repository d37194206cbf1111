package ink.dreamnet.halo.weakpoint;

import java.net.URI;
import java.util.List;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/halo/silences")
@Tag(name = "Silences", description = "Silences and maintenance windows: what they match is observed, but nothing is proposed for it")
class SilenceController {

    private final Silencing silencing;
    private final CurrentActor actor;

    SilenceController(Silencing silencing, CurrentActor actor) {
        this.silencing = silencing;
        this.actor = actor;
    }

    /// @param declared the windows that configuration declares; only on the first page, and not where only expired ones are
    ///        asked for
    record SilencesAnswer(boolean ok, List<SilenceView> silences, @Nullable List<SilenceView> declared,
            @Nullable String next) {
    }

    record SilenceAnswer(boolean ok, SilenceView silence) {
    }

    /// @param state only those in this state: current, expired, all; by default current, which has not ended
    @GetMapping
    @Operation(summary = "Lists silences and maintenance windows, newest first")
    SilencesAnswer list(@RequestParam(required = false) @Nullable String state, PageQuery page) {
        Page<SilenceView> found = silencing.find(state, page);
        List<SilenceView> declared = page.before() == null
                && SilenceStore.Filter.of(state) != SilenceStore.Filter.EXPIRED
                        ? silencing.declared()
                        : null;
        return new SilencesAnswer(true, found.items(), declared, found.next());
    }

    @GetMapping("/{id}")
    @Operation(summary = "Shows one silence or maintenance window")
    SilenceAnswer get(@PathVariable String id) {
        return new SilenceAnswer(true, silencing.get(id));
    }

    @PostMapping
    @Operation(summary = "Puts a silence or a maintenance window", description = """
            It ends at `endsAt`, or after `duration` (`2h`, `1h30m`, `7d`). It holds for the weak points that are open at once. Those that it matches are observed, but no repair of them is
            proposed, and no task of theirs is dispatched.""")
    @ApiResponse(responseCode = "201", description = "It is put")
    ResponseEntity<SilenceAnswer> create(@RequestBody SilenceSpec spec) {
        SilenceView silence = silencing.put(spec, actor.get());
        return ResponseEntity.created(URI.create("/api/halo/silences/" + silence.id()))
                .body(new SilenceAnswer(true, silence));
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Ends a silence or maintenance window now", description = """
            It stays in the history. What it suppressed is observed again at once.""")
    SilenceAnswer end(@PathVariable String id) {
        return new SilenceAnswer(true, silencing.end(id, actor.get()));
    }
}
