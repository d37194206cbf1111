package ink.dreamnet.halo.core.secret;

import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

import static ink.dreamnet.halo.core.secret.SecretPattern.startsWord;

/// The keys of clouds and services whose form alone proves little: what stands near them must fit too.
final class CloudPatterns {

    /// The beginning of the published key of Azure's storage emulator.
    private static final String AZURE_EMULATOR = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsu";
    private static final String HEX_DIGITS = "0123456789abcdef";

    private CloudPatterns() {
    }

    static List<SecretPattern> all() {
        List<SecretPattern> all = new ArrayList<>(List.of(new SecretPattern("AKIA", CloudPatterns::aws),
                new SecretPattern("ASIA", CloudPatterns::aws), new SecretPattern("AIza", CloudPatterns::google),
                new SecretPattern("AccountKey=", CloudPatterns::azure),
                SecretPattern.token("a Slack webhook", "hooks.slack.com/services/", Severity.HIGH, 3.5,
                        "T[0-9A-Z]{8,13}/B[0-9A-Z]{8,13}/([0-9A-Za-z]{23,24}+)(?![0-9A-Za-z])")));
        for (char digit : HEX_DIGITS.toCharArray()) {
            all.add(new SecretPattern("SK" + digit,
                    (text, at) -> twilio(text, at, "a Twilio API key with its secret", Alphabet.BASE_62)));
            all.add(new SecretPattern("AC" + digit,
                    (text, at) -> twilio(text, at, "a Twilio account with its token", Alphabet.HEX)));
        }
        return all;
    }

    /// The id of an access key with its secret within a few lines. The id alone is no secret. One of a session (`ASIA`) ends within 36 hours.
    private static @Nullable Secret aws(String text, int at) {
        int end = Alphabet.BASE_32.end(text, at, 21);
        boolean isId = end - at == 20 && startsWord(text, at)
                && (end == text.length() || !Alphabet.WORD.has(text.charAt(end)))
                && Randomness.isRandom(text.substring(at + 4, end), 2.8);
        if (!isId) {
            return null;
        }
        int limit = Context.to(text, end);
        int from = Context.from(at);
        while (from > 0 && Alphabet.BASE_64.has(text.charAt(from)) && Alphabet.BASE_64.has(text.charAt(from - 1))
                && from < at) {
            from++;
        }
        for (int run = from; run < limit; run++) {
            int runEnd = Alphabet.BASE_64.end(text, run, 2000);
            if (runEnd - run == 40 && isAwsSecret(text.substring(run, runEnd))) {
                return Secret.token("an AWS access key with its secret", text.substring(at, at + 4), Math.min(at, run),
                        Math.max(end, runEnd), text.startsWith("ASIA", at) ? Severity.LOW : Severity.CRITICAL);
            }
            run = runEnd;
        }
        return null;
    }

    private static boolean isAwsSecret(String run) {
        return Randomness.isRandom(run, 4.2) && run.chars().anyMatch(Character::isUpperCase)
                && run.chars().anyMatch(Character::isLowerCase) && run.chars().anyMatch(Character::isDigit)
                && run.chars().filter(c -> c == '/').count() <= 3;
    }

    /// Firebase ships such keys to browsers and phones by design: there it is worth knowing, no more.
    private static @Nullable Secret google(String text, int at) {
        int end = Alphabet.BASE_64_URL.end(text, at, 40);
        if (end - at != 39 || !startsWord(text, at) || !Randomness.isRandom(text.substring(at + 4, end), 3.8)) {
            return null;
        }
        boolean meantToBePublic = Context.mentions(text, "firebase", at, end)
                || Context.mentions(text, "authdomain", at, end)
                || Context.mentions(text, "mobilesdk_app_id", at, end);
        return new Secret(Secret.Kind.PROGRAM_KEY, "a Google API key", "AIza", at, end,
                meantToBePublic ? Severity.LOW : Severity.HIGH, false);
    }

    private static @Nullable Secret azure(String text, int at) {
        int body = at + "AccountKey=".length();
        int end = Alphabet.BASE_64.end(text, body, 87);
        if (end - body != 86 || !text.startsWith("==", end) || text.startsWith(AZURE_EMULATOR, body)
                || !Randomness.isRandom(text.substring(body, end), 4.5)) {
            return null;
        }
        return Secret.token("an Azure storage account key", "AccountKey=", at, end + 2, Severity.CRITICAL);
    }

    /// The id of an API key (`SK…`) or an account (`AC…`) with its secret of 32 characters, near the word Twilio. See
    /// <https://www.twilio.com/docs/glossary/what-is-a-sid>.
    ///
    /// @param alphabet what the secret is made of
    private static @Nullable Secret twilio(String text, int at, String name, Alphabet alphabet) {
        int end = Alphabet.HEX.end(text, at + 2, 33);
        if (end - at != 34 || !startsWord(text, at) || end < text.length() && Alphabet.WORD.has(text.charAt(end))
                || !Randomness.isRandom(text.substring(at + 2, end), 3) || !Context.mentions(text, "twilio", at, end)) {
            return null;
        }
        for (int run = Context.from(at); run < Context.to(text, end); run++) {
            int runEnd = Alphabet.BASE_62.end(text, run, 100);
            if (runEnd - run == 32 && alphabet.end(text, run, 32) == runEnd
                    && Randomness.isRandom(text.substring(run, runEnd), alphabet == Alphabet.HEX ? 3 : 3.5)) {
                return Secret.token(name, text.substring(at, at + 2), Math.min(at, run), Math.max(end, runEnd),
                        Severity.HIGH);
            }
            run = runEnd;
        }
        return null;
    }
}
