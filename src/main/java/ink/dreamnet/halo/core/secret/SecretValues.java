package ink.dreamnet.halo.core.secret;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/// Finds the secret in a value by its form, whatever the variable is called. Reads values where they are held, and makes no
/// text of them.
public final class SecretValues {

    private static final int LEAST = 8;
    /// What is longer has no form but that of a private key.
    private static final int MOST = 4096;
    private static final int RANDOM_LENGTH = 20;
    /// Shorter is no private key.
    private static final int PEM_LENGTH = 50;
    private static final int MNEMONIC_DISTINCT = 8;
    private static final int HEX_DISTINCT = 8;
    /// What follows a known prefix is as long at least.
    private static final int TOKEN_LENGTH = 16;

    /// `scheme://user:password@host`, also behind `jdbc:` and the like.
    private static final Pattern USER_INFO = Pattern
            .compile("(?:[A-Za-z][A-Za-z0-9+.-]{0,30}:){0,3}//([^\\s:@/?#]{0,200}):([^\\s/?#]{1,500})@[^\\s@/].*",
                    Pattern.DOTALL);
    /// A host that nobody has, behind a password.
    private static final Pattern NOWHERE = Pattern.compile("(?i)[^\\s]{0,800}@(?:(?:your|my|some|db|database)?[-_.]?"
            + "(?:host|hostname|server|domain)(?:\\.(?:com|net|org|tld))?|(?:[\\w-]{1,60}\\.){0,3}example(?:\\.\\w{2,5})?|<[^<>\\s]+>)"
            + "(?::[\\w<>]{1,20})?(?:[/?#].*)?", Pattern.DOTALL);
    /// `user:password@tcp(host)/db`, `user:password@host:1/db`.
    private static final Pattern BARE_USER_INFO = Pattern
            .compile("([\\w.-]{1,100}):([^\\s@/]{1,200})@(?:(?:tcp|unix|udp)\\(|[\\w.-]+(?::\\d{1,5})?(?:/|$)).*");
    private static final Pattern CONNECTION = Pattern.compile(
            "(?i)\\A(?:(?:[a-z0-9]+:){1,3}(?:@?//|[a-z0-9]+:).*|.*(?:^|[;\\s])(?:server|host|data source|addr|address|endpoint|user id"
                    + "|uid|user|username|accountname|dbname|database|initial catalog|driver|dsn)\\s*=.*)",
            Pattern.DOTALL);
    private static final Pattern PARAMETER = Pattern.compile(
            "(?i)(?:^|[?&;,:\\s])(?:password|passwd|pwd|accountkey|sharedaccesskey|access_?token|auth_?token|token|api[-_]?key"
                    + "|client_?secret|secret|sig|signature)\\s*=\\s*[\"'{]?([^;&\\s,\"'}]{2,500})");
    private static final Pattern HOOK = Pattern
            .compile("https://(?:hooks\\.slack\\.com/(?:services|workflows|triggers)/"
                    + "|(?:\\w+\\.)?discord(?:app)?\\.com/api/(?:v\\d+/)?webhooks/\\d{5,}/|[\\w.-]+\\.webhook\\.office\\.com/"
                    + "|api\\.telegram\\.org/bot\\d+:|[\\w.-]+\\.(?:g\\.alchemy\\.com|quiknode\\.pro|infura\\.io/v3)/)([\\w/@-]{12,})/?");
    private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY");
    private static final Pattern ENCODED_PRIVATE_KEY = Pattern.compile(encoded("", "RSA ", "EC ", "OPENSSH ",
            "ENCRYPTED ", "DSA ", "PGP "));
    private static final Pattern JWT = Pattern.compile("eyJ[\\w-]{8,}\\.(eyJ[\\w-]{8,4000})\\.[\\w-]{16,}");
    private static final Pattern PUBLIC_ROLE = Pattern.compile("\"role\"\\s*:\\s*\"anon\"");
    /// A token of a well-known service, the longest beginning first.
    private static final Pattern TOKEN = Pattern.compile("(?:^|[\\s:/=\"'])"
            + SecretScanner.shown().prefixes().sorted(Comparator.comparing(String::length).reversed())
                    .map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")"))
            + "([\\w.-]{" + TOKEN_LENGTH + ",})");
    private static final Pattern HEX_KEY = Pattern.compile("(?:0x)?[0-9a-fA-F]{64}");
    private static final Pattern MNEMONIC = Pattern.compile("(?:[a-z]{3,8} ){11}(?:(?:[a-z]{3,8} ){3}){0,4}[a-z]{3,8}");
    private static final Pattern RANDOM = Pattern.compile("[A-Za-z0-9+/_=~.-]{" + RANDOM_LENGTH + ",1024}");
    private static final Pattern UUID = Pattern.compile("(?i)[{]?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}[}]?");

    private static final Pattern ORDINARY = Pattern
            .compile("(?i)\\A(?:null|none|nil|undefined|true|false|yes|no|on|off|y|n"
                    + "|enabled?|disabled?|auto|default|empty|optional|required|n/?a|-"
                    // numbers, durations, sizes
                    + "|[+-]?\\d{1,7}(?:\\.\\d{1,7})?\\s?[a-z]{0,3}|0x[0-9a-f]{1,16}"
                    // addresses in which no credential was found
                    + "|[a-z][a-z0-9+.-]{0,30}:(?:[a-z0-9]+:){0,2}//\\S*"
                    // references to where the secret is
                    + "|\\$\\{[^{}]*}|\\$[a-z_]\\w*|\\$\\([^()]*\\)|(?:arn:aws|ssm|vault|secretsmanager|gcp-?sm|file|env):.*"
                    + "|@Microsoft\\.KeyVault\\(.*|projects/[^/]+/secrets/.*|\\{\\{.*}}"
                    // values that are encrypted
                    + "|encrypted:.*|ENC\\[.*|\\{cipher}.*|vault:v\\d+:.*"
                    // keys that are meant to be seen
                    + "|pk_(?:live|test)_.*|pk\\.eyJ.*|phc_.*|sb_publishable_.*|ca-pub-.*|-----BEGIN (?:CERTIFICATE|[A-Z ]*PUBLIC KEY).*"
                    + "|ssh-(?:rsa|ed25519|dss) .*|ecdsa-sha2-\\S+ .*|age1[a-z0-9]{50,})", Pattern.DOTALL);
    private static final Pattern PATH = Pattern.compile("\\A(?:(?:~|\\.{1,2})?(?:/[a-z0-9@_.-]+)+/?|[a-z0-9@_./-]+"
            + "\\.(?:pem|key|crt|cer|p12|pfx|jks|json|ya?ml|txt|env|pub)|[A-Za-z]:\\\\.*)");

    private SecretValues() {
    }

    /// Where in a value something stands.
    ///
    /// @param from the first character
    /// @param to behind the last
    public record Part(int from, int to) {
    }

    /// @return whether a value in which no [#credential] stands has the form of a secret
    public static boolean isSecret(String name, CharSequence text) {
        if (text.length() < LEAST || StandIns.isMadeUp(text)) {
            return false;
        }
        if (text.length() > PEM_LENGTH && (PRIVATE_KEY.matcher(text).find()
                || ENCODED_PRIVATE_KEY.matcher(text).lookingAt())) {
            return true;
        }
        Matcher hook = HOOK.matcher(text);
        return text.length() <= MOST
                && (hook.lookingAt() ? isMixed(text, hook.start(1), hook.end(1)) : isToken(name, text));
    }

    /// @return whether a value is an address with a password that is to be replaced as a whole: `postgresql://user:pass@host/db`
    public static boolean isForNobody(CharSequence text) {
        Part password = credential(text);
        return password != null && isKnown(text, password) && NOWHERE.matcher(text).matches();
    }

    /// @return where the password of a URL or of another connection string stands, or null
    public static @Nullable Part credential(CharSequence text) {
        if (text.length() > MOST || text.chars().noneMatch(c -> c == '@' || c == '=')) {
            return null;
        }
        for (Pattern form : new Pattern[]{USER_INFO, BARE_USER_INFO}) {
            Matcher matcher = form.matcher(text);
            if (matcher.matches()) {
                return new Part(matcher.start(2), matcher.end(2));
            }
        }
        Matcher parameter = PARAMETER.matcher(text);
        return parameter.find() && CONNECTION.matcher(text).matches()
                ? new Part(parameter.start(1), parameter.end(1))
                : null;
    }

    /// @return whether a password is one that everybody knows, or the user's own name, or stands somewhere else
    public static boolean isKnown(CharSequence value, Part password) {
        CharSequence text = value.subSequence(password.from(), password.to());
        int user = password.from() - 1 - text.length();
        return StandIns.isStandIn(text) || ORDINARY.matcher(text).matches()
                || user >= 0 && value.charAt(password.from() - 1) == ':'
                        && CharSequence.compare(text, value.subSequence(user, password.from() - 1)) == 0
                        && (user == 0 || value.charAt(user - 1) == '/');
    }

    /// @param text the value without white space around it
    /// @return whether a value is no secret although its variable's name promises one: a word, a number, a path, a reference,
    ///         a public key
    public static boolean isOrdinary(String name, CharSequence text) {
        return text.length() <= MOST && !(SecretNames.isPassword(name) && isNumber(text))
                && (ORDINARY.matcher(text).matches() || PATH.matcher(text).matches() || isPublicToken(text));
    }

    private static boolean isNumber(CharSequence text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isToken(String name, CharSequence text) {
        if (text.length() < TOKEN_LENGTH || SecretNames.isPublic(name) || isPublicToken(text)) {
            return false;
        }
        Matcher token = TOKEN.matcher(text);
        if (JWT.matcher(text).matches() || token.find() && isMixed(text, token.start(1), token.end(1))) {
            return true;
        }
        if (SecretNames.isOfRandomNames(name)) {
            return false;
        }
        if (HEX_KEY.matcher(text).matches()) {
            return text.chars().distinct().count() >= HEX_DISTINCT;
        }
        if (MNEMONIC.matcher(text).matches()) {
            return distinctWords(text) >= MNEMONIC_DISTINCT;
        }
        return RANDOM.matcher(text).matches() && SecretNames.mayHoldSecret(name) && isMixed(text, 0, text.length())
                && !UUID.matcher(text).matches() && !ORDINARY.matcher(text).matches() && !PATH.matcher(text).matches();
    }

    /// A token that its own payload calls anonymous.
    private static boolean isPublicToken(CharSequence text) {
        Matcher token = JWT.matcher(text);
        if (!token.matches()) {
            return false;
        }
        byte[] payload = new byte[token.end(1) - token.start(1)];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) text.charAt(token.start(1) + i);
        }
        try {
            return PUBLIC_ROLE.matcher(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8))
                    .find();
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }

    /// @return whether letters and digits, or large and small letters, change as often as chance has it and words do not
    private static boolean isMixed(CharSequence text, int from, int to) {
        int changes = 0;
        int length = 0;
        int digits = 0;
        int before = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int kind = c >= '0' && c <= '9' ? 1 : c >= 'a' && c <= 'z' ? 2 : c >= 'A' && c <= 'Z' ? 3 : 0;
            if (kind != 0) {
                length++;
                digits += kind == 1 ? 1 : 0;
                changes += before != 0 && kind != before ? 1 : 0;
                before = kind;
            }
        }
        return length >= RANDOM_LENGTH / 2 && digits > 0 && digits < length && changes * 4 >= length;
    }

    private static int distinctWords(CharSequence text) {
        Set<Integer> hashes = new HashSet<>();
        int hash = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == ' ') {
                hashes.add(hash);
                hash = 0;
            } else {
                hash = 31 * hash + text.charAt(i);
            }
        }
        hashes.add(hash);
        return hashes.size();
    }

    /// @return how private keys begin in base 64: as far as whole groups of three bytes go
    private static String encoded(String... kinds) {
        return Arrays.stream(kinds).map(kind -> "-----BEGIN " + kind + "PRIVATE KEY-----").map(begin -> {
            byte[] bytes = begin.getBytes(StandardCharsets.US_ASCII);
            return Pattern.quote(Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, bytes.length / 3 * 3)));
        }).collect(Collectors.joining("|"));
    }
}
