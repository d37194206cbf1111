package ink.dreamnet.halo.web;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/// Reports a certificate, key or store for TLS that cannot be used in plain words, without a stack trace. Spring Boot has no exception
/// of its own for most of them, so they are known by where they were thrown.
class TlsFailureAnalyzer implements FailureAnalyzer {

    private static final List<String> THROWN_IN = List.of("org.springframework.boot.ssl.",
            "org.springframework.boot.autoconfigure.ssl.", "org.apache.tomcat.util.net.SSLUtilBase");

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        return causes(failure).filter(TlsFailureAnalyzer::isOfTls).findFirst().map(TlsFailureAnalyzer::analysis)
                .orElse(null);
    }

    private static FailureAnalysis analysis(Throwable wrong) {
        String first = String.valueOf(wrong.getMessage());
        String last = String.valueOf(causes(wrong).reduce(wrong, (_, cause) -> cause).getMessage());
        return new FailureAnalysis(
                "HALO cannot speak TLS as it is configured. %s%s".formatted(first,
                        first.contains(last) ? "" : ": " + last),
                "Correct server.ssl.* or spring.ssl.bundle.* (docs/tls.md): the files must be there, be readable for HALO's user and be "
                        + "what their property says, and key, certificate and password must belong together.",
                wrong);
    }

    /// @return what failed, and why, down to the first cause
    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    private static boolean isOfTls(Throwable cause) {
        return Arrays.stream(cause.getStackTrace()).map(StackTraceElement::getClassName)
                .anyMatch(name -> THROWN_IN.stream().anyMatch(name::startsWith));
    }
}
