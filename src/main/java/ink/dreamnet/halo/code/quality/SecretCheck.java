package ink.dreamnet.halo.code.quality;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.secret.Secret;
import ink.dreamnet.halo.core.secret.SecretScanner;

/// Finds secrets that were committed. A finding says what kind of secret stands where, and never a character of it that is
/// not the same for all of its kind.
@Reports(Finding.SECRET)
class SecretCheck implements FileCheck {

    private static final int HEAD = 2000;
    private static final int SNIFFED = 400;
    private static final int NEAR = 400;
    private static final Pattern API_DESCRIPTION = Pattern.compile("\\b(?:openapi|swagger)[\"']?\\s*:");
    /// Guides show keys that were made for them.
    private static final Pattern DOCUMENTATION = Pattern.compile("(?i)(?:.{0,1000}/)?"
            + "(?:docs?|documentation|guides?|man|manuals?|help)/.{0,1000}\\.(?:md|mdx|rst|adoc|asciidoc|txt|html|docbook|xml|tex|texi|pod|[1-8])");
    /// A private key that people read is one that was made to be shown.
    private static final Pattern PROSE = Pattern.compile("(?i).{1,1000}\\.(?:md|mdx|markdown|rst|adoc|asciidoc)");
    /// Where an address of an example has the words of the language.
    private static final Pattern TRANSLATION = Pattern
            .compile("(?i).{1,1000}(?:\\.(?:po|pot|xlf|xliff|arb)|_[a-z]{2,3}(?:_[a-z]{2,4})?\\.properties)");
    /// What was translated is shown to people: an address in it is an example, any other secret is one of whoever translated it.
    private static final Pattern TRANSLATED = Pattern
            .compile("(?i)(?:.{0,1000}/)?(?:po|locales?|i18n|l10n|translations?)/"
                    + ".{1,1000}\\.(?:json|xml|ya?ml|properties|strings|resx|ftl|lang|txt|md|mdx|rst|html|php|[jt]s)");
    private static final Pattern OF_TESTS = Pattern.compile("(?i)\\b(?:test|testing|dummy|fake|mock|snakeoil|probing)");
    /// `TestRoot.pem`, `dev.key`, but not `device.key`.
    private static final Pattern KEY_OF_TESTS = Pattern.compile("(?:^|[._-]|(?<=[a-z])(?=[A-Z]))"
            + "(?i:test|bench|benchmark|dev|debug|example|sample|demo|dummy|fake|snakeoil|insecure|bad)(?:pass|key|cert)?(?![a-z])");
    /// Where nothing is that others reach.
    private static final Pattern PLACE_OF_TESTS = Pattern
            .compile("(?i)(?:^|/)(?:\\.devcontainer|dev|devel|development|sandbox|docs?|documentation|datasets?)/");
    /// Languages of programs that run on other people's machines: what identifies the program is in all of them.
    private static final Set<String> OF_CLIENTS = Set.of("c", "cc", "cpp", "cxx", "h", "hh", "hpp", "m", "mm", "swift",
            "dart", "vala",
            "qml");
    private static final Pattern EXAMPLE = Pattern.compile(
            "(?i)\\bexamples?\\b(?!\\.[a-z])|\\blooks? (?:a (?:little|bit) )?like\\b");

    /// A token whose check digits hold is as bad wherever it stands.
    @Override
    public boolean weighsItself() {
        return true;
    }

    @Override
    public boolean reads(TreeFile file) {
        return Place.isFile(file) && file.size() > 16;
    }

    @Override
    public int version() {
        return 9;
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        String text = file.text();
        if (text == null) {
            Charset charset = charset(file.bytes());
            if (charset == StandardCharsets.ISO_8859_1 && file.isBinary()) {
                return;
            }
            text = new String(file.bytes(), charset);
        }
        int line = 1;
        int counted = 0;
        Set<Integer> lines = new HashSet<>();
        SightedSecrets sighted = new SightedSecrets();
        List<Secret> secrets = SecretScanner.committed().scan(text);
        Shown shown = secrets.isEmpty() ? Shown.NOTHING : Shown.in(file.path(), text);
        for (Secret secret : secrets) {
            if (shown.translated() && secret.kind() == Secret.Kind.URL_PASSWORD) {
                continue;
            }
            for (; counted < secret.start(); counted++) {
                line += text.charAt(counted) == '\n' ? 1 : 0;
            }
            Severity severity = secret.proven() ? secret.severity() : Place.weighSecret(secret.severity(), file.path());
            boolean key = secret.kind().isPrivateKey();
            boolean shipped = secret.kind() == Secret.Kind.PROGRAM_KEY && OF_CLIENTS.contains(file.entry().ending());
            if (!secret.proven() && (shipped || shown.has(text, secret)
                    || key && (KEY_OF_TESTS.matcher(file.entry().name()).find()
                            || PLACE_OF_TESTS.matcher(file.path()).find()))) {
                severity = Severity.LOW;
            }
            lines.add(line);
            // of an id and its secret, the line of the other
            lines.add(line + (int) text.substring(secret.start(), secret.end()).chars().filter(c -> c == '\n').count());
            boolean locked = secret.kind() == Secret.Kind.LOCKED_PRIVATE_KEY;
            sighted.add(text.substring(secret.start(), secret.end()), line, severity, key, "has " + secret.description()
                    + (locked ? ", of no use without its passphrase" : ""));
        }
        Certificates.note(text, facts);
        for (SecretFiles.Found found : SecretFiles.in(file, text)) {
            if (lines.add(found.line())) {
                sighted.add(found.value(), found.line(), Place.weighSecret(found.severity(), file.path()), false,
                        found.what());
            }
        }
        sighted.report(file.path(), facts);
    }

    /// Windows writes UTF-16, with a byte order mark or without: then every other byte of what is ASCII is zero.
    private static Charset charset(byte[] bytes) {
        int sniffed = Math.min(bytes.length, SNIFFED) & ~1;
        int[] zeros = new int[2];
        for (int i = 0; i < sniffed; i++) {
            zeros[i & 1] += bytes[i] == 0 ? 1 : 0;
        }
        int most = sniffed / 2;
        boolean little = zeros[1] > most * 9 / 10 && zeros[0] == 0;
        boolean big = zeros[0] > most * 9 / 10 && zeros[1] == 0;
        return little
                ? StandardCharsets.UTF_16LE
                : big ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1;
    }

    /// Descriptions of APIs and prose show keys that look as real ones do. What the file itself tells is asked for once, not for each of
    /// its secrets.
    private record Shown(boolean all, boolean keys, boolean addresses, boolean translated) {

        static final Shown NOTHING = new Shown(false, false, false, false);

        static Shown in(String path, String text) {
            return new Shown(DOCUMENTATION.matcher(path).matches()
                    || API_DESCRIPTION.matcher(text.substring(0, Math.min(text.length(), HEAD))).find(),
                    PROSE.matcher(path).matches(), TRANSLATED.matcher(path).matches(),
                    TRANSLATION.matcher(path).matches()
                            || path.endsWith(".ts") && text.contains("<!DOCTYPE TS>"));
        }

        boolean has(String text, Secret secret) {
            String before = text.substring(Math.max(0, secret.start() - NEAR), secret.start());
            return all || addresses && secret.kind() == Secret.Kind.URL_PASSWORD || EXAMPLE.matcher(before).find()
                    || secret.kind().isPrivateKey() && (keys || OF_TESTS.matcher(before).find());
        }
    }
}
