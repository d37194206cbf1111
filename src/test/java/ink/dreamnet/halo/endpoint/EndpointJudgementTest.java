package ink.dreamnet.halo.endpoint;

import java.time.Instant;
import java.util.List;

import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.endpoint.probe.Certificate;
import ink.dreamnet.halo.endpoint.probe.ProbeResult;
import ink.dreamnet.halo.endpoint.probe.Timings;
import ink.dreamnet.halo.endpoint.probe.Verdict;
import ink.dreamnet.halo.registry.ManagedBy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class EndpointJudgementTest {

    private static final EndpointProperties.Certificate THRESHOLDS = new EndpointProperties.Certificate(21, 14, 7);

    private static Endpoint endpoint(String url) {
        return EndpointParser.parse("shop", EndpointSpec.ofUrl(url), ManagedBy.API, null, AllowedFiles.ANY);
    }

    private static ProbeResult result(Verdict verdict, @Nullable Long daysLeft) {
        Certificate certificate = daysLeft == null
                ? null
                : new Certificate("CN=shop", "CN=authority", Instant.EPOCH, daysLeft);
        return new ProbeResult("shop", verdict, "connection to https://shop/?token=t refused", null,
                new Timings(1.0, null, null, null, 2.5), certificate, List.of(), 3, Instant.EPOCH);
    }

    @ParameterizedTest
    @CsvSource({"-1,CRITICAL", "0,CRITICAL", "7,CRITICAL", "8,HIGH", "14,HIGH", "15,MEDIUM", "21,MEDIUM"})
    void judgeWhenCertificateEndsSoonGradesByDaysLeft(long days, Severity severity) {
        EndpointJudgement judgement = EndpointJudgement.of(endpoint("https://shop/"), result(Verdict.UP, days),
                THRESHOLDS);
        assertThat(judgement.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.code()).isEqualTo("endpoint.certificate-expiring");
            assertThat(issue.severity()).isEqualTo(severity);
        });
        assertThat(judgement.unknown()).isEmpty();
        assertThat(judgement.recommendations()).singleElement().satisfies(
                recommendation -> assertThat(recommendation.action()).isEqualTo("renew-certificate"));
    }

    @Test
    void judgeWhenCertificateIsGoodForLongIsContent() {
        EndpointJudgement judgement = EndpointJudgement.of(endpoint("https://shop/"), result(Verdict.UP, 22L),
                THRESHOLDS);
        assertThat(judgement.issues()).isEmpty();
        assertThat(judgement.unknown()).isEmpty();
    }

    @Test
    void judgeWhenHttpsConnectionWasReusedDoesNotKnowTheCertificate() {
        assertThat(EndpointJudgement.of(endpoint("https://shop/"), result(Verdict.UP, null), THRESHOLDS).unknown())
                .containsExactly(EndpointJudgement.CERTIFICATE_EXPIRING);
    }

    @Test
    void judgeWhenExpiredCertificateIsRefusedReportsBoth() {
        EndpointJudgement judgement = EndpointJudgement.of(endpoint("https://shop/"),
                result(Verdict.TLS_FAILED, -3L), THRESHOLDS);
        assertThat(judgement.issues()).extracting(Issue::code).containsExactly(EndpointJudgement.DOWN,
                EndpointJudgement.CERTIFICATE_EXPIRING);
        assertThat(judgement.unknown()).containsExactlyInAnyOrder(EndpointJudgement.CONDITION_FAILED,
                EndpointJudgement.SLOW);
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVER_ERROR", "DNS_FAILED", "CONNECT_FAILED", "TIMED_OUT", "TLS_FAILED", "REDIRECT_LOOP",
            "PROTOCOL_ERROR"})
    void judgeWhenDownKnowsNothingElseAndKeepsSecretsBack(Verdict verdict) {
        EndpointJudgement judgement = EndpointJudgement.of(endpoint("https://shop/?token=t"), result(verdict, null),
                THRESHOLDS);
        assertThat(judgement.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.code()).isEqualTo(EndpointJudgement.DOWN);
            assertThat(issue.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(issue.description()).contains("refused").doesNotContain("token=t");
            assertThat(issue.data().toString()).contains("verdict=" + verdict.wire()).doesNotContain("token=t");
        });
        assertThat(judgement.unknown()).containsExactlyInAnyOrder(EndpointJudgement.CONDITION_FAILED,
                EndpointJudgement.SLOW, EndpointJudgement.CERTIFICATE_EXPIRING);
    }

    @Test
    void judgeWhenConditionFailsAndAnswerWasSlowDoesNotKnowWhetherItIsSlow() {
        Endpoint slowAfterOne = EndpointParser.parse("shop", new EndpointSpec(null, "http://shop/", null, null, null,
                null, null, null, null, null, null, null, null, null, null, 1L, null), ManagedBy.API, null,
                AllowedFiles.ANY);
        assertThat(EndpointJudgement.of(slowAfterOne, result(Verdict.CONDITION_FAILED, null), THRESHOLDS).unknown())
                .containsExactly(EndpointJudgement.SLOW);
        assertThat(EndpointJudgement.of(endpoint("http://shop/"), result(Verdict.CONDITION_FAILED, null), THRESHOLDS)
                .unknown()).isEmpty();
    }
}
