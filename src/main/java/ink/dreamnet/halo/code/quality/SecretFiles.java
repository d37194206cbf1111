package ink.dreamnet.halo.code.quality;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.code.format.Yaml;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.secret.SecretNames;
import ink.dreamnet.halo.core.secret.SecretValues;
import ink.dreamnet.halo.core.secret.StandIns;

/// Finds secrets in files that are there to hold them, whatever their values look like: `.env` files, Kubernetes' `Secret` and
/// kubeconfigs. Placeholders, references, and what a tool encrypted (SOPS, sealed secrets) are none.
final class SecretFiles {

    private static final Pattern DOTENV = Pattern.compile("\\.env(?:\\.[\\w-]{1,60}){0,2}|[\\w-]{1,60}\\.env");
    /// Those that are there to be copied, or hold nothing but what tests need.
    private static final Pattern COPIED = Pattern.compile(
            ".*[._-](?:example|examples|sample|template|tmpl|tpl|dist|defaults?|schema|vault|test|testing|ci|e2e)(?:[._-].*)?");
    private static final Pattern LINE = Pattern
            .compile(
                    "(?m)^[ \\t\uFEFF]{0,20}(?:export[ \\t]{1,4})?([A-Za-z_]\\w{1,100})[ \\t]{0,4}=[ \\t]{0,4}(.{0,4000})$");
    /// Keys that by their issuer's documentation move nothing real: Stripe's (docs.stripe.com/keys) and who has its form, Circle's
    /// (developers.circle.com), Flutterwave's (developer.flutterwave.com).
    private static final Pattern OF_TEST_MODE = Pattern.compile("(?:sk|rk)_test_|TEST_API_KEY:|FLWSECK_TEST-");
    private static final int SHORTEST = 6;
    private static final int LONG = 16;
    /// What is shorter is a default for a cluster to try things in.
    private static final int DEFAULT = 8;
    private static final Set<String> NO_SECRETS = Set.of("username", "user", "host", "hostname", "port", "database",
            "dbname",
            "url", "endpoint", "namespace", "ca.crt", "tls.crt", "cert", "email", "region", "bucket", "type", "name");
    private static final int MOST_DOCUMENTS = 200;
    private static final int LARGEST = 1024 * 1024;

    /// A secret at a line.
    ///
    /// @param value the secret itself, by which the same one is known elsewhere in the file
    /// @param what a clause about it
    record Found(int line, Severity severity, String value, String what) {
    }

    private SecretFiles() {
    }

    static List<Found> in(SourceFile file, String text) {
        String name = file.entry().name().toLowerCase(Locale.ROOT);
        if (DOTENV.matcher(name).matches() && !COPIED.matcher(name).matches()) {
            return dotenv(text);
        }
        String ending = file.entry().ending();
        boolean yaml = ending.equals("yml") || ending.equals("yaml") || name.equals("kubeconfig")
                || name.equals("config") && file.path().contains(".kube/") || ending.equals("kubeconfig")
                || ending.equals("conf");
        if (!yaml || text.length() > LARGEST || !text.contains("kind:") || !text.contains("apiVersion:")) {
            return List.of();
        }
        List<Found> found = new ArrayList<>();
        if (text.contains("Secret") || text.contains("Config")) {
            documents(text, found);
        }
        return found;
    }

    private static List<Found> dotenv(String text) {
        List<Found> found = new ArrayList<>();
        int line = 1;
        int counted = 0;
        for (Matcher entry = LINE.matcher(text); entry.find();) {
            for (; counted < entry.start(); counted++) {
                line += text.charAt(counted) == '\n' ? 1 : 0;
            }
            String name = entry.group(1);
            String value = unquoted(entry.group(2).strip());
            if (SecretNames.ofVariable(name) && isValue(name, value) || SecretValues.isSecret(name, value)) {
                boolean test = OF_TEST_MODE.matcher(value).lookingAt();
                Severity severity = test ? Severity.LOW : value.length() < LONG ? Severity.MEDIUM : Severity.HIGH;
                found.add(new Found(line, severity, value,
                        "has a %s for %s, %d characters, in a committed file of settings"
                                .formatted(test ? "key of a test mode" : "value", name, value.length())));
            }
        }
        return found;
    }

    private static String unquoted(String value) {
        char quote = value.isEmpty() ? ' ' : value.charAt(0);
        if (quote == '"' || quote == '\'' || quote == '`') {
            int end = value.indexOf(quote, 1);
            return value.substring(1, end < 0 ? value.length() : end);
        }
        int comment = value.indexOf(" #");
        return comment < 0 ? value : value.substring(0, comment).strip();
    }

    private static boolean isValue(String name, String value) {
        return value.length() >= SHORTEST && !StandIns.isStandIn(value) && !SecretValues.isOrdinary(name, value)
                && !StandIns.hasWord(value);
    }

    private static void documents(String text, List<Found> found) {
        int line = 0;
        int count = 0;
        for (String document : text.split("(?m)^---.*$", MOST_DOCUMENTS)) {
            if (count++ < MOST_DOCUMENTS) {
                Item content = Yaml.read(document).content();
                switch (content.get("kind").text("")) {
                    case "Secret" -> secret(content, line, found);
                    case "Config" -> kubeconfig(content, line, found);
                    default -> {
                        // holds none by intention
                    }
                }
                line += (int) document.chars().filter(c -> c == '\n').count();
            }
        }
    }

    private static void secret(Item secret, int before, List<Found> found) {
        if (secret.has("sops")) {
            return;
        }
        for (String part : List.of("data", "stringData")) {
            for (Map.Entry<String, Item> entry : secret.get(part).entries().entrySet()) {
                String written = entry.getValue().text("").strip();
                String value = part.equals("data") ? decoded(written) : written;
                if (!NO_SECRETS.contains(entry.getKey().toLowerCase(Locale.ROOT)) && isValue(entry.getKey(), value)) {
                    found.add(new Found(before + entry.getValue().line(),
                            value.length() < DEFAULT ? Severity.LOW : Severity.HIGH, value,
                            "has the value of %s, %d characters, in a Secret of Kubernetes".formatted(entry.getKey(),
                                    value.length())));
                    return;
                }
            }
        }
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8).strip();
        } catch (IllegalArgumentException placeholder) {
            return "";
        }
    }

    private static void kubeconfig(Item config, int before, List<Found> found) {
        for (Item user : config.get("users").items()) {
            Item credentials = user.get("user");
            String key = credentials.get("client-key-data").text("");
            String secret = decoded(key).startsWith("-----BEGIN") ? key : null;
            for (String name : List.of("token", "password")) {
                String value = credentials.get(name).text("");
                secret = secret == null && isValue(name, value) ? value : secret;
            }
            if (secret != null) {
                found.add(new Found(before + credentials.line(), Severity.CRITICAL, secret,
                        "has the credentials of a Kubernetes cluster's user"));
            }
        }
    }
}
