package ink.dreamnet.halo.core.secret;

import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.core.Severity;

/// What is masked where a text is kept or shown, and yet no finding in a file: tokens that are valid for a while, addresses that are
/// secret as a whole, HALO's own secrets, and tokens whose check digits do not hold, as when they were cut or mistyped.
final class ShownPatterns {

    private static final int RANDOM_OF_GITHUB = 36;
    private static final double LEAST = 3;

    private ShownPatterns() {
    }

    static List<SecretPattern> all() {
        List<SecretPattern> all = new ArrayList<>();
        // no form is without a longest length, or a text that repeats its beginning takes quadratic time
        all.add(token("a token of HALO", "halo_", "[\\w-]{32,200}"));
        all.add(token("a secret of webhooks", "whsec_", "[0-9A-Za-z+/=]{24,}"));
        all.add(token("a Stripe secret key", "sk_test_", "[0-9A-Za-z]{24,}"));
        all.add(token("a Stripe restricted key", "rk_test_", "[0-9A-Za-z]{24,}"));
        all.add(token("a PyPI token", "pypi-", "[\\w-]{50,1000}"));
        all.add(token("a GitLab deploy token", "gldt-", "[\\w-]{20,300}"));
        all.add(token("a GitLab runner token", "glrt-", "[\\w-]{20,300}"));
        all.add(token("a GitLab trigger token", "glptt-", "[0-9a-f]{40}"));
        all.add(token("a Slack app token", "xapp-", "\\d-\\w{8,}-\\d+-[0-9a-f]{32,}"));
        for (String prefix : List.of("shpss_", "shpca_", "shppa_")) {
            all.add(token("a Shopify token", prefix, "[0-9a-fA-F]{32}"));
        }
        all.add(token("a Sentry organization token", "sntrys_", "[\\w+/=-]{40,1000}"));
        all.add(token("a Sentry user token", "sntryu_", "[0-9a-f]{64}"));
        all.add(token("a Tailscale key", "tskey-", "[a-z]{2,20}-\\w{8,}-\\w{16,}"));
        all.add(token("a Slack workflow", "hooks.slack.com/workflows/", "\\w+/\\w+/\\d+/(\\w{20,})"));
        for (String prefix : List.of("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "npm_")) {
            all.add(token("a token", prefix, "[0-9A-Za-z]{%d}".formatted(RANDOM_OF_GITHUB)));
        }
        return all;
    }

    private static SecretPattern token(String name, String prefix, String form) {
        return SecretPattern.token(name, prefix, Severity.CRITICAL, LEAST, form);
    }
}
