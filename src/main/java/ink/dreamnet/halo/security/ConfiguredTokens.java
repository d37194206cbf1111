package ink.dreamnet.halo.security;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.Role;
import ink.dreamnet.halo.core.Sha256;
import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.http.SecretReferences;
import org.jspecify.annotations.Nullable;

/// The tokens that configuration names, and whose they are. Of a token only its SHA-256 is kept.
final class ConfiguredTokens {

    /// The actor of changes that were asked for with `HALO_ADMIN_TOKEN`.
    static final String ADMIN = "admin";

    /// The names that nobody may take.
    static final Set<String> TAKEN = Set.of(ADMIN, Actor.HALO.name(), Actor.LOCAL.name());
    static final String NAME = "[A-Za-z0-9][A-Za-z0-9._@-]{0,59}";
    private static final int FINGERPRINT_BYTES = 4;

    private final List<Token> tokens = new ArrayList<>();

    private record Token(Caller owner, byte[] digest) {
    }

    private ConfiguredTokens() {
    }

    /// The administrator decides on tasks too where nobody is named an operator.
    ///
    /// @param adminToken the administrator's token; null where there is none, and then there are no operators either
    /// @param operators operators with tokens of their own
    /// @param secrets reads where a token is kept
    /// @throws StartRefusedException where a name or a token is missing, wrong, or given twice
    static ConfiguredTokens of(@Nullable String adminToken, List<ApiSecurityProperties.Operator> operators,
            SecretReferences secrets) {
        ConfiguredTokens tokens = new ConfiguredTokens();
        if (adminToken != null) {
            tokens.add(ADMIN, adminToken,
                    operators.isEmpty() ? new Role[]{Role.ADMIN, Role.OPERATOR} : new Role[]{Role.ADMIN});
        }
        List<FieldProblem> problems = new ArrayList<>();
        Set<String> names = new HashSet<>(TAKEN);
        for (int i = 0; i < operators.size(); i++) {
            ApiSecurityProperties.Operator operator = operators.get(i);
            String at = "halo.security.operators[%d]".formatted(i);
            String name = operator.name() == null ? "" : operator.name().strip();
            if (!name.matches(NAME)) {
                problems.add(new FieldProblem(at + ".name",
                        "'%s' is not 1 to 60 letters, digits and . _ @ -".formatted(name)));
            } else if (!names.add(name.toLowerCase(Locale.ROOT))) {
                problems.add(new FieldProblem(at + ".name", "'%s' is taken".formatted(name)));
            }
            String token = secrets.readAll(at + ".token", List.of(operator.token() == null ? "" : operator.token()))
                    .stream()
                    .map(String::strip).findFirst().orElse("");
            if (!ApiSecurityProperties.acceptable(token)) {
                problems.add(new FieldProblem(at + ".token", "is not " + ApiSecurityProperties.allowed()));
            } else if (tokens.owner(Sha256.of(token)).isPresent()) {
                problems.add(new FieldProblem(at + ".token", "is the token of somebody else too"));
            } else {
                tokens.add(name, token, Role.OPERATOR);
            }
        }
        if (!problems.isEmpty()) {
            throw StartRefusedException.wrong("The operators that configuration declares", problems,
                    "docs/operations.md");
        }
        return tokens;
    }

    private void add(String name, String token, Role... roles) {
        byte[] digest = Sha256.of(token);
        tokens.add(new Token(Caller.of(new Actor(name, fingerprint(digest)), roles), digest));
    }

    static String fingerprint(byte[] digest) {
        return HexFormat.of().formatHex(Arrays.copyOf(digest, FINGERPRINT_BYTES));
    }

    /// @return whether an operator of that name is configured
    boolean operator(String name) {
        return tokens.stream().map(Token::owner)
                .anyMatch(owner -> owner.has(Role.OPERATOR) && owner.actor().name().equals(name));
    }

    /// Takes the same time for each token whatever is presented: digests of equal length are compared without an early end.
    ///
    /// @param digest the SHA-256 of what is presented
    /// @return whose token it is
    Optional<Caller> owner(byte[] digest) {
        return tokens.stream().filter(token -> MessageDigest.isEqual(token.digest(), digest)).map(Token::owner)
                .reduce((one, other) -> one);
    }
}
