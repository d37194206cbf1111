package ink.dreamnet.halo.endpoint.probe;

import java.net.URI;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static ink.dreamnet.halo.endpoint.probe.TargetBuilder.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProbeTargetTest {

    @ParameterizedTest
    @ValueSource(strings = {"http://a", "HTTPS://a:8443/b?c=d", "http://[::1]:80/", "tcp://a:22", "tls://a:443",
            "dns:///example.org", "dns://10.0.0.1/example.org?type=mx", "dns://ns:5353/example.org?type=A"})
    void checkUrlWhenGoodPasses(String url) {
        assertThatCode(() -> ProbeTarget.checkUrl(URI.create(url))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"ftp://a/, does not start with one of", "/health, does not start with one of",
            "http:///x, no valid host",
            "http://u:p@a/, user info", "tcp://a, needs a port", "tls://a, needs a port", "http://a:0/, needs a port",
            "http://a:99999/, needs a port", "dns://a, names nothing", "dns:///x?type=ANY, is not one of A",
            "dns:///x?class=IN, one parameter"})
    void checkUrlWhenWrongNamesFieldAndValue(String url, String problem) {
        assertThatThrownBy(() -> ProbeTarget.checkUrl(URI.create(url))).isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("url: '" + url.replace("u:p", "********") + "' ").hasMessageContaining(problem);
        assertThatThrownBy(() -> target(url).build()).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void constructWhenConditionCannotApplyIsRefused() {
        assertThatThrownBy(() -> target("tcp://a:1").conditions("[STATUS] == 200").build())
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("a tcp endpoint has only");
    }

    @Test
    void constructWhenValuesAreWrongNamesThem() {
        assertThatThrownBy(() -> target("http://a").attempts(0).build()).hasMessageContaining("attempts: 0");
        assertThatThrownBy(() -> target("http://a").timeout(0).build()).hasMessageContaining("timeout: PT0S");
        assertThatThrownBy(() -> target("http://a").method("G ET", null).build())
                .hasMessageContaining("method: 'G ET'");
        assertThatThrownBy(() -> target("http://a").headers(Map.of("A", "b\r\nC: d")).build())
                .hasMessageContaining("control characters");
    }

    @Test
    void constructWhenDnsUrlReadsTheQuery() {
        assertThat(target("dns://ns:5353/example.org?type=mx").build().dns())
                .isEqualTo(new DnsQuery("example.org", "MX", List.of(), "ns:5353"));
        assertThat(target("dns:///example.org").build().dns())
                .isEqualTo(new DnsQuery("example.org", "A", List.of(), null));
    }
}
