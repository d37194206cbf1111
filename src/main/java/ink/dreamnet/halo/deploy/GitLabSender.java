package ink.dreamnet.halo.deploy;

import java.time.Clock;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

import ink.dreamnet.halo.core.Sha256;
import ink.dreamnet.halo.http.BadSignatureException;
import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.http.StandardWebhook;
import ink.dreamnet.halo.security.SignedSender;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;

/// Checks GitLab's webhooks: by the signature where GitLab signs (a signing token, by Standard Webhooks), else by the secret
/// token in `X-Gitlab-Token` (https://docs.gitlab.com/user/project/integrations/webhooks/).
@Component
class GitLabSender implements SignedSender {

    static final String PATH = "/api/halo/events/gitlab";
    private static final String TOKEN = "X-Gitlab-Token";

    private final HookProperties properties;
    private final SecretReferences secrets;
    private final Clock clock;

    GitLabSender(HookProperties properties, SecretReferences secrets, Clock clock) {
        this.properties = properties;
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public boolean concerns(HttpServletRequest request) {
        return SignedSender.posts(request, PATH);
    }

    /// Where there is only a signing token, a secret token does not help, and the other way round.
    @Override
    public String verify(HttpServletRequest request, byte[] body) {
        List<String> known = SignedSender.secrets(secrets, "GitLab", "halo.wormhole.gitlab.secrets",
                properties.gitlab().secrets());
        List<byte[]> keys = known.stream().filter(StandardWebhook::isSecret).map(GitLabSender::key).toList();
        if (!keys.isEmpty() && request.getHeader(StandardWebhook.SIGNATURE) != null) {
            StandardWebhook.verify(request, body, keys, clock.instant());
        } else {
            checkToken(request.getHeader(TOKEN),
                    known.stream().filter(secret -> !StandardWebhook.isSecret(secret)).toList());
        }
        return "gitlab";
    }

    private static void checkToken(@Nullable String given, List<String> tokens) {
        if (given == null) {
            throw new BadSignatureException(
                    "A webhook of GitLab has the header %s or, where it is signed, %s".formatted(
                            TOKEN, StandardWebhook.SIGNATURE));
        }
        // digests are of equal length, so that the comparison does not reveal the length of the token
        if (!SignedSender.fitsOne(tokens, Sha256::of, Sha256.of(given))) {
            throw new BadSignatureException("The token in %s is not one of this HALO".formatted(TOKEN));
        }
    }

    private static byte[] key(String secret) {
        try {
            return StandardWebhook.key(secret);
        } catch (IllegalArgumentException wrong) {
            throw new AccessDeniedException("One of halo.wormhole.gitlab.secrets cannot be used: " + wrong.getMessage(),
                    wrong);
        }
    }
}
