package ink.dreamnet.halo.web;

import java.net.http.HttpRequest;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@HaloTest
@OnH2
class TextScrapeEndpointTest {

    @Autowired
    Api api;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"text/plain;version=0.0.4|text/plain", "*/*|text/plain",
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited, text/plain;q=0.5|application/openmetrics-text"})
    void scrapeWhateverIsPreferredIsText(String accept, String type) {
        Api.Answer answer = api.send(HttpRequest.newBuilder().GET().header("Accept", accept), "/actuator/prometheus");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().headers().firstValue("Content-Type")).hasValueSatisfying(
                found -> assertThat(found).startsWith(type));
        assertThat(answer.response().body()).contains("jvm_info{");
    }
}
