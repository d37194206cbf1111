package ink.dreamnet.halo.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.analysis.Recommendation;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.masking.MaskedMap;
import ink.dreamnet.halo.endpoint.probe.Certificate;
import ink.dreamnet.halo.endpoint.probe.ProbeResult;
import ink.dreamnet.halo.endpoint.probe.Timings;
import ink.dreamnet.halo.endpoint.probe.Verdict;
import org.jspecify.annotations.Nullable;

/// What one result says about one endpoint.
///
/// @param issues what is wrong
/// @param unknown the codes of which the result says neither yes nor no
/// @param recommendations what could be done, one for each issue
record EndpointJudgement(List<Issue> issues, Set<String> unknown, List<Recommendation> recommendations) {

    static final String DOWN = "endpoint.down";
    static final String CONDITION_FAILED = "endpoint.condition-failed";
    static final String SLOW = "endpoint.slow";
    static final String NOT_ALLOWED = "endpoint.not-allowed";
    static final String CERTIFICATE_EXPIRING = "endpoint.certificate-expiring";

    /// Judges a result.
    static EndpointJudgement of(Endpoint endpoint, ProbeResult result, EndpointProperties.Certificate thresholds) {
        List<Issue> issues = new ArrayList<>();
        Set<String> unknown = new LinkedHashSet<>();
        switch (result.verdict()) {
            case UP -> {
            }
            case NOT_ALLOWED -> {
                issues.add(issue(NOT_ALLOWED, Severity.MEDIUM, endpoint, result,
                        "is not probed: " + message(endpoint, result)));
                unknown.addAll(List.of(DOWN, CONDITION_FAILED, SLOW));
            }
            case SLOW ->
                issues.add(issue(SLOW, Severity.MEDIUM, endpoint, result, "is slow: " + message(endpoint, result)));
            case CONDITION_FAILED -> {
                issues.add(issue(CONDITION_FAILED, Severity.HIGH, endpoint, result,
                        "is not well: " + message(endpoint, result)));
                if (slowerThanAllowed(endpoint, result)) {
                    unknown.add(SLOW);
                }
            }
            case SERVER_ERROR, DNS_FAILED, CONNECT_FAILED, TIMED_OUT, TLS_FAILED, REDIRECT_LOOP, PROTOCOL_ERROR -> {
                issues.add(issue(DOWN, Severity.CRITICAL, endpoint, result, "is down: " + message(endpoint, result)));
                unknown.add(CONDITION_FAILED);
                unknown.add(SLOW);
            }
        }
        Certificate certificate = result.certificate();
        if (certificate != null) {
            Severity severity = severity(certificate, thresholds);
            if (severity != null) {
                issues.add(issue(CERTIFICATE_EXPIRING, severity, endpoint, result, sentence(certificate)));
            }
        } else if (result.verdict().down() || result.verdict() == Verdict.NOT_ALLOWED
                || EndpointUrl.presentsCertificate(endpoint.target().url())) {
            unknown.add(CERTIFICATE_EXPIRING);
        }
        return new EndpointJudgement(List.copyOf(issues), unknown,
                issues.stream().map(EndpointJudgement::recommendation).toList());
    }

    private static String message(Endpoint endpoint, ProbeResult result) {
        return result.message().replace(endpoint.target().url().toString(), endpoint.maskedUrl());
    }

    private static boolean slowerThanAllowed(Endpoint endpoint, ProbeResult result) {
        Double total = result.timings().totalMs();
        return endpoint.target().slowAfter() != null && total != null
                && total > endpoint.target().slowAfter().toMillis();
    }

    private static @Nullable Severity severity(Certificate certificate, EndpointProperties.Certificate thresholds) {
        long days = certificate.daysLeft();
        if (days < 0 || days <= thresholds.criticalDays()) {
            return Severity.CRITICAL;
        }
        if (days <= thresholds.highDays()) {
            return Severity.HIGH;
        }
        return days <= thresholds.mediumDays() ? Severity.MEDIUM : null;
    }

    private static String sentence(Certificate certificate) {
        return certificate.daysLeft() < 0
                ? "has a certificate that expired on %s".formatted(certificate.notAfter())
                : "has a certificate that expires in %d days, on %s".formatted(certificate.daysLeft(),
                        certificate.notAfter());
    }

    private static Issue issue(String code, Severity severity, Endpoint endpoint, ProbeResult result, String what) {
        return Issue.of(code, severity, endpoint.subject(), "Endpoint " + endpoint.id() + " " + what,
                data(endpoint, result));
    }

    private static Map<String, Object> data(Endpoint endpoint, ProbeResult result) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("url", endpoint.maskedUrl());
        data.put("verdict", result.verdict().wire());
        put(data, "status", result.status());
        data.put("message", message(endpoint, result));
        data.put("attempts", result.attempts());
        data.put("timings", timings(result.timings()));
        Certificate certificate = result.certificate();
        if (certificate != null) {
            data.put("certificate", Map.of("subject", certificate.subject(), "issuer", certificate.issuer(), "notAfter",
                    certificate.notAfter(), "daysLeft", certificate.daysLeft()));
        }
        if (!result.failedConditions().isEmpty()) {
            data.put("failedConditions", result.failedConditions());
        }
        data.put("observedAt", result.at());
        if (!endpoint.labels().isEmpty()) {
            data.put("labels", MaskedMap.labels(endpoint.labels()));
        }
        if (!endpoint.dependsOn().isEmpty()) {
            data.put("dependsOn", endpoint.dependsOn().stream().map(SubjectRef::toString).toList());
        }
        return data;
    }

    private static Map<String, Object> timings(Timings timings) {
        Map<String, Object> phases = new LinkedHashMap<>();
        put(phases, "dnsMs", timings.dnsMs());
        put(phases, "connectMs", timings.connectMs());
        put(phases, "tlsMs", timings.tlsMs());
        put(phases, "firstByteMs", timings.firstByteMs());
        put(phases, "totalMs", timings.totalMs());
        return phases;
    }

    private static void put(Map<String, Object> map, String name, @Nullable Object value) {
        if (value != null) {
            map.put(name, value);
        }
    }

    private static Recommendation recommendation(Issue issue) {
        String id = issue.subject().id();
        Map<String, Object> meta = Map.of("code", issue.code(), "severity", issue.severity().wire());
        String target = issue.subject().toString();
        return switch (issue.code()) {
            case SLOW -> new Recommendation("investigate-latency",
                    "Find out why endpoint %s answers slowly".formatted(id), target, meta);
            case CERTIFICATE_EXPIRING -> new Recommendation("renew-certificate",
                    "Renew the certificate of endpoint %s".formatted(id), target, meta);
            case NOT_ALLOWED -> new Recommendation("allow-address",
                    "Name the address of endpoint %s in halo.network.allow, or correct its URL".formatted(id), target,
                    meta);
            case CONDITION_FAILED -> new Recommendation("repair-endpoint",
                    "Find out why endpoint %s answers, but not as it should".formatted(id), target, meta);
            default -> new Recommendation("repair-endpoint", "Bring endpoint %s back".formatted(id), target, meta);
        };
    }
}
