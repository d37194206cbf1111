package ink.dreamnet.halo.endpoint.probe;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/// The certificate that a server presented, trusted or not.
///
/// @param subject its subject's distinguished name
/// @param issuer its issuer's distinguished name
/// @param notAfter the last instant at which it is valid
/// @param daysLeft whole days until then, rounded down; negative once it has expired
public record Certificate(String subject, String issuer, Instant notAfter, long daysLeft) {

    static Certificate of(X509Certificate certificate, Instant now) {
        Instant notAfter = certificate.getNotAfter().toInstant();
        return new Certificate(certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(), notAfter,
                Math.floorDiv(Duration.between(now, notAfter).toSeconds(), 86_400));
    }
}
