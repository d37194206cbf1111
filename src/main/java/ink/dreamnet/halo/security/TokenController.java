package ink.dreamnet.halo.security;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Role;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.core.masking.InClear;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
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
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/halo/tokens")
@Tag(name = "Tokens", description = "Who may call what")
class TokenController {

    private static final int MAX_SOURCE = 200;

    private final AccessTokens tokens;
    private final CurrentActor actor;
    private final Clock clock;

    TokenController(AccessTokens tokens, CurrentActor actor, Clock clock) {
        this.tokens = tokens;
        this.actor = actor;
        this.clock = clock;
    }

    /// @param name whose it is: 1 to 60 letters, digits and `. _ @ -`; the tokens of one name are one person's; required
    /// @param role `viewer`, `agent`, `source`, `operator` or `admin`; required
    /// @param agent for `agent`: the agent that it speaks for
    /// @param squad for `agent`: the squad whose agents it speaks for, where it names no agent
    /// @param source for `source`: the source of signals and events, or the service of deploys, that it may report; all where it is left
    ///        out
    /// @param expiresAt when it ends; never where it is left out
    record TokenOrder(@Nullable String name, @Schema(implementation = Role.class) @Nullable String role,
            @Nullable String agent, @Nullable String squad,
            @Nullable String source, @Nullable Instant expiresAt) {

        AccessTokens.Order checked(Instant now) {
            List<FieldProblem> problems = new ArrayList<>();
            if (name == null || !name.matches(ConfiguredTokens.NAME)) {
                problems.add(new FieldProblem("name", name == null
                        ? "is missing"
                        : "'%s' is not 1 to 60 letters, digits and . _ @ -".formatted(Texts.cut(name, MAX_SOURCE))));
            } else if (ConfiguredTokens.TAKEN.contains(name.toLowerCase(Locale.ROOT))) {
                problems.add(new FieldProblem("name", "'%s' is HALO's own".formatted(name)));
            }
            Role parsed = null;
            if (role == null) {
                problems.add(new FieldProblem("role", "is missing; it is one of " + Wire.allowed(Role.class)));
            } else {
                try {
                    parsed = Wire.parse(Role.class, "role", role);
                    bindings(parsed, problems);
                } catch (InvalidInputException wrong) {
                    problems.addAll(wrong.problems());
                }
            }
            if (expiresAt != null && !expiresAt.isAfter(now)) {
                problems.add(new FieldProblem("expiresAt", "%s is over".formatted(expiresAt)));
            }
            if (name == null || parsed == null || !problems.isEmpty()) {
                throw new InvalidInputException(problems);
            }
            return new AccessTokens.Order(name, parsed, agent, squad, source, expiresAt);
        }

        private void bindings(Role of, List<FieldProblem> problems) {
            if (of == Role.AGENT && (agent == null) == (squad == null)) {
                problems.add(new FieldProblem("agent", "name either the agent or the squad that it speaks for"));
            }
            only(of, Role.AGENT, "agent", agent, problems);
            only(of, Role.AGENT, "squad", squad, problems);
            only(of, Role.SOURCE, "source", source, problems);
            if (agent != null) {
                SubjectRef.checkId("agent", agent);
            }
            if (squad != null) {
                SubjectRef.checkId("squad", squad);
            }
            Texts.check("source", source, MAX_SOURCE);
        }

        private static void only(Role of, Role with, String field, @Nullable String value,
                List<FieldProblem> problems) {
            if (value != null && of != with) {
                problems.add(new FieldProblem(field, "belongs to the role %s alone".formatted(with.wire())));
            }
        }
    }

    /// @param secret what the holder sends as `Authorization: Bearer`; it is shown this once
    @InClear
    record TokenAnswer(boolean ok, AccessToken token, String secret) {
    }

    record TokensAnswer(boolean ok, List<AccessToken> tokens, @Nullable String next) {
    }

    record Revoked(boolean ok) {
    }

    @PostMapping
    @Operation(summary = "Makes a token", description = """
            Its secret is shown once; HALO keeps a hash of it. docs/security.md says what each role may do.""")
    @ApiResponse(responseCode = "201", description = "It is made")
    ResponseEntity<TokenAnswer> create(@RequestBody TokenOrder order) {
        AccessTokens.Made made = tokens.make(order.checked(clock.instant()), actor.get());
        return ResponseEntity.created(URI.create("/api/halo/tokens/" + made.token().id()))
                .body(new TokenAnswer(true, made.token(), made.secret()));
    }

    @GetMapping
    @Operation(summary = "Lists tokens, the newest first", description = """
            Those that were not revoked, without their secrets. lastUsedAt is exact to ten minutes.""")
    TokensAnswer list(PageQuery page) {
        Page<AccessToken> found = tokens.list(page);
        return new TokensAnswer(true, found.items(), found.next());
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Revokes a token", description = "It ends at once, on other replicas within a second.")
    Revoked revoke(@PathVariable String id) {
        tokens.revoke(Ids.parse("token", id), actor.get());
        return new Revoked(true);
    }
}
