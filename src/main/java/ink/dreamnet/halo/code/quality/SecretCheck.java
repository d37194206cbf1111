package ink.dreamnet.halo.code.quality;

import java.nio.charset.StandardCharsets;
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
@Reports(SecretCheck.CODE)
class SecretCheck implements FileCheck {

    static final String CODE = "repo.secret";
    private static final int HEAD = 2000;
    private static final int NEAR = 400;
    private static final Pattern API_DESCRIPTION = Pattern.compile("\\b(?:openapi|swagger)[\"']?\\s*:");
    private static final Pattern EXAMPLE = Pattern.compile("(?i)\\bexamples?\\b(?!\\.[a-z])");

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
    public void check(SourceFile file, Facts facts) {
        String text = file.text();
        if (text == null) {
            if (file.isBinary()) {
                return;
            }
            text = new String(file.bytes(), StandardCharsets.ISO_8859_1);
        }
        int line = 1;
        int counted = 0;
        for (Secret secret : SecretScanner.committed().scan(text)) {
            for (; counted < secret.start(); counted++) {
                line += text.charAt(counted) == '\n' ? 1 : 0;
            }
            Severity severity = secret.proven() ? secret.severity() : Place.weigh(secret.severity(), file.path());
            if (!secret.proven() && isShown(text, secret)) {
                severity = Severity.LOW;
            }
            facts.finding(new Finding(CODE, severity, file.path(), line, "has " + secret.description()));
        }
    }

    /// Descriptions of APIs and prose show keys that look as real ones do.
    private static boolean isShown(String text, Secret secret) {
        return API_DESCRIPTION.matcher(text.substring(0, Math.min(text.length(), HEAD))).find() || EXAMPLE.matcher(
                text.substring(Math.max(0, secret.start() - NEAR), secret.start())).find();
    }
}
