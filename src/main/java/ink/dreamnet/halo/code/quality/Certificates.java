package ink.dreamnet.halo.code.quality;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Note;
import ink.dreamnet.halo.core.secret.Armour;
import org.jspecify.annotations.Nullable;

/// Tells from certificates (X.509, in PEM) whether the keys beside them protect anything.
final class Certificates {

    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String DASHES = "-----";
    private static final int LONGEST = 64 * 1024;
    private static final int MOST = 20;
    /// Names that lead to the same machine or nowhere (RFC 2606, RFC 6761), and what their authors call them.
    private static final Pattern OF_TESTS = Pattern.compile(
            "(?i)(?:.{0,200}\\.)?(?:localhost|localhost\\.localdomain|example\\.(?:com|net|org)|example|test|invalid)"
                    + "|127\\..{1,20}|0\\.0\\.0\\.0|(?:0:){7}1|::1"
                    + "|(?:.{0,200}[^a-z])?(?:test|example|dummy|demo|sample|snakeoil|fake|insecure|mock).{0,200}");
    private static final int DNS = 2;
    private static final int IP = 7;

    private Certificates() {
    }

    /// Notes what the certificates of a file are worth.
    static void note(String text, Facts facts) {
        int count = 0;
        for (int at = text.indexOf(BEGIN); at >= 0 && count < MOST; at = text.indexOf(BEGIN, at + 1), count++) {
            int body = at + BEGIN.length();
            int end = text.indexOf(DASHES, body, Math.min(text.length(), body + LONGEST));
            X509Certificate certificate = end < 0 ? null : read(Armour.decode(text.substring(body, end)));
            if (certificate != null) {
                facts.note(new Note.Certificate(worthless(certificate)));
            }
        }
    }

    private static @Nullable X509Certificate read(byte[] der) {
        try {
            return der.length == 0
                    ? null
                    : (X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException none) {
            return null;
        }
    }

    private static Instant worthless(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        String issuer = certificate.getIssuerX500Principal().getName();
        List<String> names = names(certificate, subject);
        boolean ofTests = !names.isEmpty() && names.stream().allMatch(name -> OF_TESTS.matcher(name).matches())
                || isOfTests(subject) || isOfTests(issuer);
        boolean nobodys = names.isEmpty() && !subject.contains("CN=");
        return ofTests || nobodys && subject.equals(issuer)
                ? Instant.EPOCH
                : subject.equals(issuer) ? certificate.getNotAfter().toInstant() : Note.Certificate.NEVER;
    }

    /// @param name a distinguished one (RFC 2253), each part of which begins with its type
    private static boolean isOfTests(String name) {
        for (String part : name.split("(?<!\\\\)[,+]")) {
            if (OF_TESTS.matcher(part.substring(part.indexOf('=') + 1)).matches()) {
                return true;
            }
        }
        return false;
    }

    private static List<String> names(X509Certificate certificate, String subject) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (alternative.getFirst() instanceof Integer type && (type == DNS || type == IP)) {
                    names.add(String.valueOf(alternative.get(1)));
                }
            }
        } catch (CertificateParsingException unknown) {
            names.add(subject);
        }
        return names;
    }
}
