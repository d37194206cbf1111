package ink.dreamnet.halo.core.secret;

import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// The keys of what programs run on and are built with: hosting, sandboxes, mail, nodes of blockchains. The forms are those of the issuers'
/// documentation, or where it shows only the beginning, those that gitleaks, TruffleHog and Kingfisher know.
///
/// Left out is what has no form of its own and is known by its variable only: Railway, Neynar and Exa (UUIDs), Upstash, Mistral, Cohere.
final class PlatformPatterns {

    private static final String END = "(?![\\w-])";
    private static final String CASK = "JQQJ99";
    private static final int BEFORE_CASK = 52;
    private static final int LENGTH_OF_CASK = 84;

    private PlatformPatterns() {
    }

    static List<SecretPattern> all() {
        List<SecretPattern> all = new ArrayList<>();
        // vercel.com/changelog/new-token-formats-and-secret-scanning
        all.add(vercel("a Vercel access token", "vcp_"));
        all.add(vercel("a Vercel integration token", "vci_"));
        all.add(vercel("a Vercel app token", "vca_"));
        all.add(vercel("a Vercel app refresh token", "vcr_"));
        all.add(vercel("a Vercel API key", "vck_"));
        // developers.cloudflare.com/fundamentals/api/get-started/token-formats
        for (String prefix : List.of("cfk_", "cfut_", "cfat_")) {
            all.add(token("a Cloudflare API token", prefix, 3.8, "[0-9A-Za-z]{40}[0-9A-Za-z]{6,10}" + END));
        }
        // fly.io/docs/security/tokens
        all.add(token("a Fly.io token", "fo1_", 4, "[\\w-]{43}" + END));
        for (String prefix : List.of("fm1r_", "fm1a_", "fm2_")) {
            all.add(token("a Fly.io token", prefix, 4, "[0-9A-Za-z+/]{100,1000}+={0,3}(?![\\w+/-])"));
        }
        // docs.netlify.com, render.com/docs/api, planetscale.com/docs, docs.doppler.com, developer.1password.com, learning.postman.com
        all.add(token("a Netlify access token", "nfp_", 3.8, "[0-9A-Za-z]{36}" + END));
        all.add(token("a Render API key", "rnd_", 3.5, "[0-9A-Za-z]{28,32}" + END));
        all.add(token("a PlanetScale password", "pscale_pw_", 3.8, "[\\w.-]{32,64}+" + END));
        all.add(token("a PlanetScale token", "pscale_tkn_", 3.8, "[\\w.-]{32,64}+" + END));
        all.add(token("a Doppler token", "dp.pt.", 3.8, "[0-9A-Za-z]{43}" + END));
        all.add(token("a 1Password service account token", "ops_eyJ", 4, "[\\w+/-]{250,2000}+={0,3}"));
        all.add(token("a Postman API key", "PMAK-", 3, "[0-9a-f]{24}-[0-9a-f]{34}" + END));
        all.add(token("a Neon password", "npg_", 2.8,
                "(?=[0-9A-Za-z]{0,15}\\d)(?=[0-9A-Za-z]{0,15}[A-Z])(?=[0-9A-Za-z]{0,15}[a-z])[0-9A-Za-z]{12,16}+"
                        + END));
        all.add(token("a Resend API key", "re_", 3.5, "[0-9A-Za-z]{8}_[0-9A-Za-z]{24}" + END));
        all.add(token("a Slack app token", "xapp-", 3, "\\d-\\w{8,20}-\\d{8,20}-([0-9a-f]{64})" + END));
        all.add(token("a PostHog personal key", "phx_", 3.8, "[0-9A-Za-z]{43,50}+" + END));
        // docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html: "BedrockAPIKey-" in base 64
        all.add(token("an Amazon Bedrock API key", "ABSKQmVkcm9ja0FQSUtleS", 4,
                "[0-9A-Za-z+/]{80,260}+={0,2}(?![\\w+/])"));
        all.add(new SecretPattern(CASK, PlatformPatterns::azure));
        // e2b.dev/docs, docs.apify.com/api, langfuse.com/docs
        all.add(token("an E2B API key", "e2b_", 3, "[0-9a-f]{40}" + END));
        all.add(token("an Apify token", "apify_api_", 3.8, "[0-9A-Za-z]{36}" + END));
        all.add(token("a Langfuse secret key", "sk-lf-", 3, "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}" + END));
        all.addAll(nodes());
        return all;
    }

    /// Whoever has the address can use up what its owner pays for. Its owner can allow some websites only, so it also stands in what browsers
    /// get.
    private static List<SecretPattern> nodes() {
        return List.of(node("an Alchemy", "g.alchemy.com/v2/", "([\\w-]{21,40}+)" + END),
                node("an Infura", "infura.io/v3/", "([0-9a-f]{32})" + END),
                node("a QuickNode", ".quiknode.pro/", "([0-9a-f]{40,64}+)" + END),
                node("a Helius", "helius-rpc.com/?api-key=",
                        "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})" + END));
    }

    /// What libraries and tutorials ship for everyone: the defaults of ethers.js.
    private static final List<String> SHIPPED = List.of("_gg7wSSi0KMBsdKnGVfHDueq6xMB9EkC",
            "84842078b09946638c03157f83405213");

    private static SecretPattern node(String name, String prefix, String form) {
        SecretPattern.Form token = SecretPattern
                .token(name + " address with its key", prefix, Severity.LOW, 3, form).form();
        return new SecretPattern(prefix, (text, at) -> {
            boolean shipped = SHIPPED.stream().anyMatch(key -> text.startsWith(key, at + prefix.length()));
            Secret found = shipped ? null : token.match(text, at);
            return found == null
                    ? null
                    : new Secret(Secret.Kind.PROGRAM_KEY, found.name(), found.prefix(), found.start(), found.end(),
                            found.severity(), false);
        });
    }

    private static SecretPattern vercel(String name, String prefix) {
        return token(name, prefix, 4, "[\\w-]{56}" + END);
    }

    private static SecretPattern token(String name, String prefix, double bits, String form) {
        return SecretPattern.token(name, prefix, Severity.CRITICAL, bits, form);
    }

    /// A Common Annotated Security Key: 84 characters of base 62 with a signature at the 53rd, as Azure OpenAI's and AI Search's are.
    /// See <https://github.com/microsoft/security-utilities>.
    private static @Nullable Secret azure(String text, int at) {
        int start = at - BEFORE_CASK;
        if (start < 0 || !SecretPattern.startsWord(text, start)
                || Alphabet.BASE_62.end(text, start, LENGTH_OF_CASK + 1) != start + LENGTH_OF_CASK
                || !Randomness.isRandom(text.substring(start, at), 4)) {
            return null;
        }
        return Secret.token("an Azure AI key", "", start, start + LENGTH_OF_CASK, Severity.CRITICAL);
    }
}
