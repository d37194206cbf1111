package ink.dreamnet.halo.security;

import java.util.List;

import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.http.StandardWebhook;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Who may send events without a token (`halo.wormhole.inbound.*`).
///
/// @param secrets the secrets of those who sign by Standard Webhooks, at most 20: `env:NAME`, `file:/path`, or `whsec_` and the
///        base64 of 24 to 64 bytes. Any of them is good, so that one can be replaced by another
@ConfigurationProperties("halo.wormhole.inbound")
record InboundProperties(@DefaultValue List<String> secrets) {

    private static final int MOST = 20;

    /// @throws IllegalArgumentException where there are too many, or one that stands here itself is none
    InboundProperties {
        secrets = List.copyOf(secrets);
        if (secrets.size() > MOST) {
            throw new IllegalArgumentException("halo.wormhole.inbound.secrets has %d secrets, at most %d are allowed"
                    .formatted(secrets.size(), MOST));
        }
        for (int i = 0; i < secrets.size(); i++) {
            String secret = secrets.get(i);
            if (!SecretReferences.isReference(secret)) {
                try {
                    StandardWebhook.key(secret);
                } catch (IllegalArgumentException wrong) {
                    throw new IllegalArgumentException(
                            "halo.wormhole.inbound.secrets[%d]: %s, or env:NAME or file:/path"
                                    .formatted(i, wrong.getMessage()),
                            wrong);
                }
            }
        }
    }

    /// Does not tell the secrets.
    @Override
    public String toString() {
        return "InboundProperties[secrets=%d]".formatted(secrets.size());
    }
}
