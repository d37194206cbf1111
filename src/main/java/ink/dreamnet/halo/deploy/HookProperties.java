package ink.dreamnet.halo.deploy;

import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.http.SecretReferences;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The webhooks that report deploys (`halo.wormhole.github.*`, `halo.wormhole.gitlab.*`).
///
/// @param github GitHub's webhook at `POST /api/halo/events/github`
/// @param gitlab GitLab's webhook at `POST /api/halo/events/gitlab`
@ConfigurationProperties("halo.wormhole")
record HookProperties(@DefaultValue Hook github, @DefaultValue Hook gitlab) {

    private static final int MOST_SECRETS = 20;
    private static final int SHORTEST = 16;

    /// @throws IllegalArgumentException where a secret is too short, or there are too many
    HookProperties {
        github.check("halo.wormhole.github");
        gitlab.check("halo.wormhole.gitlab");
    }

    /// One webhook.
    ///
    /// @param secrets its secrets, at most 20, each `env:NAME`, `file:/path` or the secret itself, at least 16 characters; any
    ///        of them is good, so that one can be replaced by another. Without any, nothing is accepted. For GitLab: the secret
    ///        token, or the signing token (`whsec_…`)
    /// @param services the service of a repository by its full name (`acme/shop`); by default the last part of that name
    record Hook(@DefaultValue List<String> secrets, @DefaultValue Map<String, String> services) {

        Hook {
            secrets = List.copyOf(secrets);
            services = Map.copyOf(services);
        }

        private void check(String property) {
            if (secrets.size() > MOST_SECRETS) {
                throw new IllegalArgumentException(
                        "%s.secrets has %d secrets, at most %d are allowed".formatted(property,
                                secrets.size(), MOST_SECRETS));
            }
            for (int i = 0; i < secrets.size(); i++) {
                String secret = secrets.get(i);
                if (!SecretReferences.isReference(secret) && secret.length() < SHORTEST) {
                    throw new IllegalArgumentException(
                            "%s.secrets[%d] must be env:NAME, file:/path, or a secret of at least %d characters"
                                    .formatted(property, i, SHORTEST));
                }
            }
        }

        /// @param repository its full name
        String service(String repository) {
            String known = services.get(repository);
            return known != null ? known : repository.substring(repository.lastIndexOf('/') + 1);
        }

        /// Shows no secret.
        @Override
        public String toString() {
            return "Hook[secrets=%d, services=%s]".formatted(secrets.size(), services);
        }
    }
}
