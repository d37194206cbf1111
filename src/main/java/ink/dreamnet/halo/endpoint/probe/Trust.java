package ink.dreamnet.halo.endpoint.probe;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.jspecify.annotations.Nullable;

/// Which certificates are accepted: those that descend from a trust store and name the host, or any. It notes every
/// server's certificate in the current [Attempt], and why it was refused.
final class Trust {

    private static final DefaultHostnameVerifier HOSTS = new DefaultHostnameVerifier();
    private static final int LARGEST_STORE = 16 * 1024 * 1024;

    private final Clock clock;
    private final boolean insecure;
    private final SSLContext context;

    /// @param store what certificates must descend from; null for the JDK's
    /// @param insecure whether any certificate is accepted
    /// @throws IOException where the store cannot be read
    Trust(@Nullable TrustStore store, boolean insecure, Clock clock) throws IOException {
        this.clock = clock;
        this.insecure = insecure;
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store == null ? null : read(store));
            X509ExtendedTrustManager judge = Arrays.stream(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance).map(X509ExtendedTrustManager.class::cast)
                    .findFirst().orElseThrow();
            context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[]{new Witness(judge)}, null);
            // a resumed session would show the certificate of long ago
            context.getClientSessionContext().setSessionTimeout(1);
            context.getClientSessionContext().setSessionCacheSize(1);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    SSLContext context() {
        return context;
    }

    /// Checks that the certificate noted in the attempt names the host.
    void checkHost(Attempt attempt, String host) throws SSLException {
        X509Certificate certificate = attempt.certificate;
        if (insecure || certificate == null) {
            return;
        }
        try {
            HOSTS.verify(host, certificate);
        } catch (SSLException e) {
            attempt.certificateProblem = "the certificate of %s is not for host %s; it is for %s"
                    .formatted(subject(certificate), host, names(certificate));
            throw e;
        }
    }

    private static KeyStore read(TrustStore store) throws IOException, GeneralSecurityException {
        char[] password = store.password() == null ? null : store.password().toCharArray();
        byte[] content = store.files().read(store.path(), LARGEST_STORE);
        InputStream in = new ByteArrayInputStream(content);
        String start = new String(content, 0, Math.min(64, content.length), StandardCharsets.ISO_8859_1);
        if (!start.contains("-----BEGIN") && !start.startsWith("#")) {
            // reads PKCS12 as well
            KeyStore keys = KeyStore.getInstance("JKS");
            keys.load(in, password);
            return keys;
        }
        Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                .generateCertificates(in);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        for (Certificate certificate : certificates) {
            keys.setCertificateEntry("certificate-" + keys.size(), certificate);
        }
        return keys;
    }

    private String problem(X509Certificate[] chain, CertificateException refusal) {
        X509Certificate certificate = chain[0];
        Instant now = clock.instant();
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            return "the certificate of %s expired on %s".formatted(subject(certificate),
                    certificate.getNotAfter().toInstant());
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return "the certificate of %s is not valid before %s".formatted(subject(certificate),
                    certificate.getNotBefore().toInstant());
        }
        if (certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return "the certificate of %s is self-signed and not trusted".formatted(subject(certificate));
        }
        for (X509Certificate issuer : chain) {
            if (now.isAfter(issuer.getNotAfter().toInstant())) {
                return "the certificate of %s rests on that of %s, which expired on %s".formatted(subject(certificate),
                        subject(issuer), issuer.getNotAfter().toInstant());
            }
        }
        Throwable root = refusal;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return "the certificate of %s, issued by %s, is not trusted (%s)".formatted(subject(certificate),
                certificate.getIssuerX500Principal().getName(), root.getMessage());
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static String names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null) {
                return names.stream().map(name -> String.valueOf(name.get(1))).limit(10)
                        .collect(Collectors.joining(", "));
            }
        } catch (CertificateException _) {
            // unreadable names are none
        }
        return "no host";
    }

    /// Notes what the server shows, then judges it.
    private final class Witness extends X509ExtendedTrustManager {

        private final X509ExtendedTrustManager judge;

        Witness(X509ExtendedTrustManager judge) {
            this.judge = judge;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            Attempt attempt = Attempt.CURRENT.get();
            attempt.certificate = chain[0];
            if (insecure) {
                return;
            }
            try {
                judge.checkServerTrusted(chain, authType, socket);
                // the JDK accepts an expired certificate that is itself in the trust store
                chain[0].checkValidity(Date.from(clock.instant()));
            } catch (CertificateException e) {
                attempt.certificateProblem = problem(chain, e);
                throw e;
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("only sockets are judged");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("only sockets are judged");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("a probe serves no clients");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw new CertificateException("a probe serves no clients");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("a probe serves no clients");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    static @Nullable X509Certificate certificateOf(@Nullable SSLSession session) {
        try {
            return session != null && session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? certificate
                    : null;
        } catch (SSLPeerUnverifiedException _) {
            return null;
        }
    }
}
