package ink.dreamnet.halo.slack;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import ink.dreamnet.halo.http.SecretReferences;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Approvals in Slack.
///
/// @param signingSecrets the signing secret of the Slack app: `env:NAME`, `file:/path` or the secret itself, at least 16 characters;
///        several while it is replaced, at most 20. Without any, messages have no buttons and nothing from Slack is accepted
/// @param users which operator of HALO a Slack user is, by the id of the user (`U024BE7LH`). Nobody else decides
/// @param responseBase scheme, host and port of the addresses at which Slack has its messages updated; nothing is sent
///        elsewhere
@ConfigurationProperties("halo.slack")
record SlackProperties(@DefaultValue List<String> signingSecrets, @DefaultValue Map<String, String> users,
        @DefaultValue("https://hooks.slack.com") URI responseBase) {

    private static final int MOST_SECRETS = 20;
    private static final int SHORTEST_SECRET = 16;
    private static final Pattern USER = Pattern.compile("[UW][A-Z0-9]{2,30}");
    private static final Pattern OPERATOR = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,59}");
    /// Whom the audit trail calls so is not a person.
    private static final Set<String> NOBODY = Set.of("halo", "local");

    /// @throws IllegalArgumentException where a value is out of its range
    SlackProperties {
        signingSecrets = List.copyOf(signingSecrets);
        // the name of an environment variable has no case
        users = users.entrySet().stream().collect(
                Collectors.toUnmodifiableMap(user -> user.getKey().toUpperCase(Locale.ROOT), Map.Entry::getValue));
        if (signingSecrets.size() > MOST_SECRETS) {
            throw new IllegalArgumentException("halo.slack.signing-secrets has %d secrets, at most %d are allowed"
                    .formatted(signingSecrets.size(), MOST_SECRETS));
        }
        for (int i = 0; i < signingSecrets.size(); i++) {
            if (!SecretReferences.isReference(signingSecrets.get(i))
                    && signingSecrets.get(i).length() < SHORTEST_SECRET) {
                throw new IllegalArgumentException(
                        "halo.slack.signing-secrets[%d] must be env:NAME, file:/path, or a secret of at least %d characters"
                                .formatted(i, SHORTEST_SECRET));
            }
        }
        users.forEach((user, operator) -> {
            if (!USER.matcher(user).matches()) {
                throw new IllegalArgumentException(
                        "halo.slack.users: '%s' is not the id of a Slack user, such as U024BE7LH".formatted(user));
            }
            if (!OPERATOR.matcher(operator).matches() || NOBODY.contains(operator)) {
                throw new IllegalArgumentException(
                        "halo.slack.users[%s]: '%s' is not the name of an operator (halo.security.operators[].name)"
                                .formatted(user, operator));
            }
        });
        if (responseBase.getHost() == null || !List.of("http", "https").contains(responseBase.getScheme())) {
            throw new IllegalArgumentException(
                    "halo.slack.response-base: '%s' is not an http or https URL".formatted(responseBase));
        }
    }

    /// @return whether decisions are taken from Slack
    boolean interactive() {
        return !signingSecrets.isEmpty();
    }

    /// @return whether an address is one at which Slack has its messages updated
    boolean slacks(@Nullable URI address) {
        return address != null && address.getUserInfo() == null
                && responseBase.getScheme().equalsIgnoreCase(address.getScheme())
                && responseBase.getHost().equalsIgnoreCase(address.getHost())
                && responseBase.getPort() == address.getPort();
    }

    /// Shows no secret.
    @Override
    public String toString() {
        return "SlackProperties[signingSecrets=%d, users=%s, responseBase=%s]".formatted(signingSecrets.size(), users,
                responseBase);
    }
}
