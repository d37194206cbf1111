package ink.dreamnet.halo.core.secret;

import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

import static ink.dreamnet.halo.core.secret.SecretPattern.startsWord;

/// The tokens of forges, registries and services that have a form of their own. The forms are those that the issuers publish,
/// or where they publish none, those that gitleaks (gitleaks.io) knows.
final class TokenPatterns {

    private static final String[] GITHUB = {"ghp_", "gho_", "ghu_", "ghs_", "ghr_"};
    /// The public example of Telegram's documentation, without its bot's number.
    private static final String TELEGRAM_EXAMPLE = "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";

    private TokenPatterns() {
    }

    static List<SecretPattern> all() {
        List<SecretPattern> all = new ArrayList<>();
        for (String prefix : GITHUB) {
            all.add(checked("a GitHub token", prefix));
        }
        all.add(checked("an npm access token", "npm_"));
        all.add(new SecretPattern("glpat-", TokenPatterns::gitLab));
        all.add(new SecretPattern(":AA", TokenPatterns::telegram));
        all.add(token("a fine-grained GitHub token", "github_pat_", 4, "\\w{22}_(\\w{59})(?!\\w)"));
        // "OpenAI" in base 64 stands in the middle
        all.add(token("an OpenAI API key", "sk-", 3.8,
                "(?=[\\w-]{45})[\\w-]{15,200}?T3BlbkFJ[\\w-]{16,200}+"));
        all.add(token("a SendGrid API key", "SG.", 4.2, "([\\w-]{22}\\.[\\w-]{43})(?![\\w-])"));
        all.add(token("an Anthropic API key", "sk-ant-api03-", 4, base64Url(80, 120)));
        all.add(token("an Anthropic admin key", "sk-ant-admin01-", 4, base64Url(80, 120)));
        all.add(token("an Anthropic OAuth token", "sk-ant-oat01-", 4, base64Url(80, 120)));
        all.add(token("a live Stripe secret key", "sk_live_", 3.5, "[0-9A-Za-z]{24,247}+(?![0-9A-Za-z])"));
        all.add(token("a live Stripe restricted key", "rk_live_", 3.5, "[0-9A-Za-z]{24,247}+(?![0-9A-Za-z])"));
        // the macaroon's beginning: version, location pypi.org or test.pypi.org
        all.add(token("a PyPI token", "pypi-AgEIcHlwaS5vcmc", 4, base64Url(50, 1000)));
        all.add(token("a TestPyPI token", "pypi-AgENdGVzdC5weXBpLm9yZw", 4, base64Url(50, 1000)));
        all.add(token("a Docker Hub token", "dckr_pat_", 3.5, base64Url(27, 27)));
        all.add(token("a Docker Hub organization token", "dckr_oat_", 3.5, base64Url(32, 32)));
        all.add(token("a HashiCorp Vault token", "hvs.", 4, base64Url(90, 200)));
        all.add(token("a HashiCorp Vault batch token", "hvb.", 4, base64Url(120, 500)));
        all.add(token("a DigitalOcean token", "dop_v1_", 3, "[0-9a-f]{64}(?![0-9a-f])"));
        all.add(token("a DigitalOcean OAuth token", "doo_v1_", 3, "[0-9a-f]{64}(?![0-9a-f])"));
        all.add(token("a DigitalOcean refresh token", "dor_v1_", 3, "[0-9a-f]{64}(?![0-9a-f])"));
        for (String letter : List.of("a", "b", "e", "p", "r", "s")) {
            all.add(slack("xox" + letter + "-"));
        }
        return all;
    }

    private static SecretPattern token(String name, String prefix, double bits, String form) {
        return SecretPattern.token(name, prefix, Severity.CRITICAL, bits, form);
    }

    private static String base64Url(int least, int most) {
        return "[\\w-]{%d,%d}+(?![\\w-])".formatted(least, most);
    }

    /// 30 random characters and six check digits.
    private static SecretPattern checked(String name, String prefix) {
        return new SecretPattern(prefix, (text, at) -> {
            int body = at + prefix.length();
            int end = Alphabet.BASE_62.end(text, body, 37);
            if (end - body != 36 || !startsWord(text, at) || !CheckDigits.holdInBase62(text.substring(body, end))) {
                return null;
            }
            return Secret.proven(name, prefix, at, end);
        });
    }

    /// Twenty characters, or routable: payload, version, two digits for the payload's length and seven check digits.
    private static @Nullable Secret gitLab(String text, int at) {
        String prefix = "glpat-";
        int body = at + prefix.length();
        int end = Alphabet.BASE_64_URL.end(text, body, 301);
        if (!startsWord(text, at)) {
            return null;
        }
        if (end < text.length() && text.charAt(end) == '.' && end - body >= 27) {
            int last = end + 1;
            if (text.startsWith("01.", last)) {
                last += 3;
            }
            int digits = Alphabet.BASE_36.end(text, last, 10);
            String length = Integer.toString(end - body, 36);
            if (digits - last == 9 && text.startsWith("0".repeat(2 - length.length()) + length, last)
                    && CheckDigits.holdInBase36(text.substring(at, digits))) {
                return Secret.proven("a GitLab access token", prefix, at, digits);
            }
            return null;
        }
        String random = text.substring(body, end);
        if (random.length() != 20 || !Randomness.isRandom(random, 3.3) || random.chars().noneMatch(
                Character::isDigit)) {
            return null;
        }
        return Secret.token("a GitLab access token", prefix, at, end, Severity.CRITICAL);
    }

    /// At least two numbers of the workspace, and the secret.
    private static SecretPattern slack(String prefix) {
        return new SecretPattern(prefix, (text, at) -> {
            int end = Alphabet.DASHED.end(text, at + prefix.length(), 250);
            String[] parts = text.substring(at + prefix.length(), end).split("-", -1);
            String random = parts[parts.length - 1];
            if (parts.length < 3 || random.length() < 20 || !startsWord(text, at)
                    || !Randomness.isRandom(random, 3.2)) {
                return null;
            }
            for (int i = 0; i < 2; i++) {
                if (parts[i].length() < 9 || parts[i].length() > 14 || Alphabet.DIGITS.end(parts[i], 0, 15) < parts[i]
                        .length() || parts[i].startsWith("0000") || parts[i].startsWith("1234567")) {
                    return null;
                }
            }
            return Secret.token("a Slack token", prefix, at, end, Severity.CRITICAL);
        });
    }

    private static @Nullable Secret telegram(String text, int colon) {
        int start = colon;
        while (start > 0 && colon - start < 11 && Alphabet.DIGITS.has(text.charAt(start - 1))) {
            start--;
        }
        int end = Alphabet.BASE_64_URL.end(text, colon + 1, 36);
        boolean wellFormed = colon - start >= 8 && colon - start <= 10 && end - colon - 1 == 35
                && (startsWord(text, start) || text.startsWith("bot", Math.max(0, start - 3)));
        if (!wellFormed || text.startsWith(TELEGRAM_EXAMPLE, colon + 1)
                || !Randomness.isRandom(text.substring(colon + 3, end), 4)
                || !Context.mentions(text, "telegram", start, end)) {
            return null;
        }
        return Secret.token("a Telegram bot token", "", start, end, Severity.HIGH);
    }
}
