package ink.dreamnet.halo.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/// A HALO that asks for a token: the administrator's, those of two operators, those of an issuer, and the secrets of webhooks. Slack and
/// the issuer are played. It takes small bodies.
@HaloTest
@TestPropertySource(properties = {"halo.security.admin-token=" + SecuredHalo.ADMIN,
        "halo.security.operators[0].name=first-shift", "halo.security.operators[0].token=" + SecuredHalo.FIRST,
        "halo.security.operators[1].name=second-shift", "halo.security.operators[1].token=env:SECOND_SHIFT_TOKEN",
        "SECOND_SHIFT_TOKEN=" + SecuredHalo.SECOND,
        "halo.wormhole.github.services[acme/webshop]=shop",
        "halo.wormhole.gitlab.secrets[0]=" + SecuredHalo.GITLAB_TOKEN,
        "halo.wormhole.gitlab.secrets[1]=" + SecuredHalo.SIGNING_SECRET,
        "halo.wormhole.inbound.secrets[0]=" + SecuredHalo.SIGNING_SECRET,
        "halo.slack.signing-secrets[0]=" + SecuredHalo.SLACK_SECRET, "halo.slack.users[U0FIRST]=first-shift",
        "halo.slack.users[U0SECOND]=second-shift", "halo.slack.users[U0GONE]=gone-shift",
        "halo.security.oidc.audience=" + TestIssuer.AUDIENCE, "halo.security.oidc.roles.viewer=viewer",
        "halo.security.oidc.roles.agent=agent", "halo.security.oidc.roles.source=source",
        "halo.security.oidc.roles.operator=operator", "halo.security.oidc.roles.admin=admin",
        "halo.security.oidc.agent-claim=agent", "halo.security.encryption.key=" + SecuredHalo.ENCRYPTION_KEY,
        "halo.network.allow[0]=127.0.0.1", "halo.network.allow[1]=::1",
        "halo.web.max-body=64KB", "halo.web.max-history=64KB", "halo.web.max-replay=64KB",
        "halo.web.max-in-flight=256KB", "halo.web.max-unauthenticated=64KB"})
public abstract class SecuredHalo {

    protected static final String ADMIN = "correct-horse-battery-staple";
    protected static final String FIRST = "first-shift-s3cret-7731";
    protected static final String SECOND = "second-shift-s3cret-4242";
    protected static final String OLD_GITHUB_SECRET = "an-old-s3cret-of-github";
    protected static final String GITLAB_TOKEN = "a-s3cret-token-of-gitlab";
    protected static final String SIGNING_SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    protected static final String SLACK_SECRET = "s3cret31b10e8888abcd99yyyzzz85a5";
    protected static final String ENCRYPTION_KEY = "s3cretQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    /// What is there instead of Slack.
    protected static final TaskReceiver SLACK = TaskReceiver.start();

    /// Whose tokens let people in.
    protected static final TestIssuer ISSUER = TestIssuer.start();

    /// Where the new secret of GitHub's webhook may stand.
    protected static final Path GITHUB_SECRET = directory().resolve("github-secret");

    @DynamicPropertySource
    static void secretFile(DynamicPropertyRegistry properties) {
        properties.add("halo.wormhole.sinks[0].name", () -> "chat");
        properties.add("halo.wormhole.sinks[0].type", () -> "slack");
        properties.add("halo.wormhole.sinks[0].types", () -> "halo.task.proposed");
        properties.add("halo.wormhole.sinks[0].url", () -> SLACK.url("/services/hook"));
        properties.add("halo.security.oidc.issuer", ISSUER::url);
        properties.add("halo.slack.response-base", () -> SLACK.url(""));
        // a list is bound from one source of properties
        properties.add("halo.wormhole.github.secrets[0]", () -> OLD_GITHUB_SECRET);
        properties.add("halo.wormhole.github.secrets[1]", () -> "file:" + GITHUB_SECRET);
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("halo-secrets");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
