package ink.dreamnet.halo.core.secret;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// The keys of vendors of AI, of chats and of hosted databases. The forms are those of the issuers, or where they publish none, those
/// that gitleaks (gitleaks.io) and GitHub's secret scanning know.
final class VendorPatterns {

    private static final String BASE_62 = "[0-9A-Za-z]{%d}+(?![0-9A-Za-z])";
    private static final String HEX = "[0-9a-f]{%d}+(?![0-9A-Za-z])";
    /// How the base 64 of a number begins: its first three digits, of which the third shows only its upper bits.
    private static final List<String> FIRST_TWO = List.of("MD", "MT", "Mj", "Mz", "ND", "NT", "Nj", "Nz", "OD", "OT");
    private static final String THIRD = "AEIMQUYcgk";
    private static final Pattern SNOWFLAKE = Pattern.compile("\\d{17,20}");
    private static final int LEAST_SIGNATURE = 27;
    private static final int MOST_SIGNATURE = 38;
    private static final int TIME = 6;

    private VendorPatterns() {
    }

    static List<SecretPattern> all() {
        List<SecretPattern> all = new ArrayList<>(
                List.of(token("a Hugging Face token", "hf_", 3.8, "[A-Za-z]{34}(?!\\w)"),
                        token("a Hugging Face organization token", "api_org_", 3.8, "[A-Za-z]{34}(?!\\w)"),
                        token("a Groq API key", "gsk_", 3.8, BASE_62.formatted(52)),
                        token("an xAI API key", "xai-", 3.8, BASE_62.formatted(80)),
                        token("a Replicate token", "r8_", 3.8, BASE_62.formatted(37)),
                        token("a Perplexity API key", "pplx-", 3.8, BASE_62.formatted(48)),
                        token("an OpenRouter API key", "sk-or-v1-", 3, HEX.formatted(64)),
                        token("an NVIDIA API key", "nvapi-", 4, "[\\w-]{60,70}+(?![\\w-])"),
                        token("a Together API key", "tgp_v1_", 4, "[\\w-]{43}+(?![\\w-])"),
                        token("a LangSmith key", "lsv2_pt_", 3, "[0-9a-f]{32}_[0-9a-f]{10}(?!\\w)"),
                        token("a LangSmith service key", "lsv2_sk_", 3, "[0-9a-f]{32}_[0-9a-f]{10}(?!\\w)"),
                        token("a Pinecone API key", "pcsk_", 4, "[0-9A-Za-z]{5,6}_[0-9A-Za-z]{60,70}(?!\\w)"),
                        token("a Cerebras API key", "csk-", 3.5, "[0-9a-z]{48}(?!\\w)"),
                        token("a Tavily API key", "tvly-", 3.5, "(?:dev-|prod-)?([0-9A-Za-z]{28,32})(?!\\w)"),
                        token("a Jina API key", "jina_", 4, "[0-9a-f]{32}[\\w-]{28}(?![\\w-])"),
                        token("an ElevenLabs API key", "sk_", 3, HEX.formatted(48)),
                        token("a Gemini API key", "AQ.Ab8", 4, "[\\w-]{40,60}+(?![\\w-])"),
                        token("a Supabase secret key", "sb_secret_", 3.5, "[\\w-]{22}_[\\w-]{8}(?![\\w-])"),
                        token("a Supabase access token", "sbp_", 3, HEX.formatted(40)),
                        token("a Neon API key", "napi_", 3.8, "[0-9a-z]{64}(?!\\w)"),
                        token("a Linear API key", "lin_api_", 3.8, BASE_62.formatted(40)),
                        token("a Notion token", "ntn_", 3.8, "\\d{11}[0-9A-Za-z]{35}(?!\\w)"),
                        token("a Shopify access token", "shpat_", 3, "[0-9a-fA-F]{32}(?!\\w)"),
                        token("a Databricks token", "dapi", 3, "[0-9a-f]{32}(?:-\\d)?(?!\\w)"),
                        token("a Grafana service account token", "glsa_", 3.5, "[0-9A-Za-z]{32}_[0-9a-fA-F]{8}(?!\\w)"),
                        SecretPattern.token("a Discord webhook", "discord.com/api/webhooks/", Severity.HIGH, 3.5,
                                "\\d{17,20}/([\\w-]{60,80})(?![\\w-])"),
                        SecretPattern.token("a Discord webhook", "discordapp.com/api/webhooks/", Severity.HIGH, 3.5,
                                "\\d{17,20}/([\\w-]{60,80})(?![\\w-])"),
                        new SecretPattern("sk-", VendorPatterns::deepSeek)));
        for (String first : FIRST_TWO) {
            for (char third : THIRD.toCharArray()) {
                all.add(new SecretPattern(first + third, VendorPatterns::discord));
            }
        }
        return all;
    }

    private static SecretPattern token(String name, String prefix, double bits, String form) {
        return SecretPattern.token(name, prefix, Severity.CRITICAL, bits, form);
    }

    /// The number of the bot in base 64, when the token was made, and a signature.
    private static @Nullable Secret discord(String text, int at) {
        int first = Alphabet.BASE_64_URL.end(text, at, 29);
        int second = dot(text, first) ? Alphabet.BASE_64_URL.end(text, first + 1, TIME + 1) : first;
        int end = dot(text, second) ? Alphabet.BASE_64_URL.end(text, second + 1, MOST_SIGNATURE + 1) : second;
        int signature = end - second - 1;
        if (second - first - 1 != TIME || signature < LEAST_SIGNATURE || signature > MOST_SIGNATURE
                || !SecretPattern.startsWord(text, at)) {
            return null;
        }
        String number = new String(decode(text.substring(at, first)), StandardCharsets.ISO_8859_1);
        return SNOWFLAKE.matcher(number).matches() && Randomness.isRandom(text.substring(second + 1, end), 3.5)
                ? Secret.token("a Discord bot token", "", at, end, Severity.CRITICAL)
                : null;
    }

    private static boolean dot(String text, int at) {
        return at < text.length() && text.charAt(at) == '.';
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getUrlDecoder().decode(base64);
        } catch (IllegalArgumentException other) {
            return new byte[0];
        }
    }

    /// Nothing but the vendor's name near tells such a key from others.
    private static @Nullable Secret deepSeek(String text, int at) {
        int end = Alphabet.HEX.end(text, at + 3, 33);
        return end - at == 35 && SecretPattern.startsWord(text, at)
                && (end == text.length() || !Alphabet.DASHED.has(text.charAt(end)))
                && Randomness.isRandom(text.substring(at + 3, end).toLowerCase(Locale.ROOT), 3)
                && Context.mentions(text, "deepseek", at, end)
                        ? Secret.token("a DeepSeek API key", "sk-", at, end, Severity.CRITICAL)
                        : null;
    }
}
