package ink.dreamnet.halo.signal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import ink.dreamnet.halo.signal.Exposition.MalformedException;
import ink.dreamnet.halo.signal.Exposition.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ExpositionTest {

    private static List<Sample> read(String text, boolean openMetrics) throws IOException {
        return Exposition.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), openMetrics,
                name -> true, 1000);
    }

    /// The example of the Prometheus documentation, "Text format example".
    @Test
    void readWhenPrometheusTextGivesItsSamples() throws IOException {
        List<Sample> samples = read(
                """
                        # HELP http_requests_total The total number of HTTP requests.
                        # TYPE http_requests_total counter
                        http_requests_total{method="post",code="200"} 1027 1395066363000
                        http_requests_total{method="post",code="400"}    3 1395066363000

                        # Escaping in label values:
                        msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9

                        # Minimalistic line:
                        metric_without_timestamp_and_labels 12.47

                        # A weird metric from before the epoch:
                        something_weird{problem="division by zero"} +Inf -3982045
                        http_request_duration_seconds_bucket{le="0.05"} 24054
                        """,
                false);
        assertThat(samples).hasSize(6);
        assertThat(samples.get(0)).isEqualTo(new Sample("http_requests_total",
                new TreeMap<>(Map.of("method", "post", "code", "200")), 1027));
        assertThat(samples.get(2).labels()).containsEntry("path", "C:\\DIR\\FILE.TXT").containsEntry("error",
                "Cannot find file:\n\"FILE.TXT\"");
        assertThat(samples.get(3).value()).isEqualTo(12.47);
        assertThat(samples.get(4).value()).isInfinite();
    }

    @Test
    void readWhenOpenMetricsTakesExemplarsQuotedNamesAndItsEnd() throws IOException {
        List<Sample> samples = read("""
                # TYPE foo counter
                foo_total{a="b"} 17.0 1520879607.789 # {trace_id="KOO5S4vxi0o"} 0.67
                foo_created{a="b"} 1520872607.123
                {"http.requests",region="eu",} 3
                # EOF
                """, true);
        assertThat(samples).extracting(Sample::name).containsExactly("foo_total", "foo_created", "http.requests");
        assertThat(samples.get(2).labels()).containsOnlyKeys("region");
        assertThat(read("# EOF", true)).isEmpty();
        assertThatThrownBy(() -> read("foo 1\n", true)).hasMessage("it ends without # EOF");
        assertThatThrownBy(() -> read("# EOF\nfoo 1\n", true)).hasMessage("line 2 comes after # EOF");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# HELP nothing else", "<html><body>502</body></html>", "{\"status\":\"UP\"}",
            "foo", "foo bar", "foo 1d", "foo 0x1p3", "foo Infinity", "foo 1 2 3", "foo{a=\"b\" 1", "foo{a=b} 1",
            "foo{a=\"b} 1", "foo{=\"b\"} 1", "foo{a=\"b\",a=\"c\"} 1", "foo{a=\"b\"} 1\nfoo{a=\"b\"} 2",
            "1foo 2", "foo{\"a\",\"b\"} 1", "foo{\"bar\"} 1"})
    void readWhenSomethingElseIsRefused(String text) {
        assertThatThrownBy(() -> read(text, false)).isInstanceOf(MalformedException.class);
    }

    @Test
    void readWhenTooManyOrTooLongIsRefused() {
        String many = "foo{a=\"%d\"} 1\n".repeat(1001);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1001; i++) {
            text.append("foo{a=\"").append(i).append("\"} 1\n");
        }
        assertThat(many).isNotEmpty();
        assertThatThrownBy(() -> read(text.toString(), false)).hasMessageContaining("more than 1000 series");
        assertThatThrownBy(() -> read("foo{a=\"" + "x".repeat(70_000) + "\"} 1", false))
                .hasMessageContaining("longer than 65536 bytes");
    }

    /// Whatever it is fed, it answers or refuses; it neither hangs nor throws anything else. Each text starts as a right one
    /// and is damaged in a few places.
    @Test
    void readWhenDamagedEitherReadsOrRefuses() {
        Random random = new Random(7);
        String right = """
                # TYPE a counter
                a_total{x="1",y="\\"q\\""} 1e3 1520879607.789 # {t="z"} 1
                {"b.c",d="ü"} NaN
                # EOF
                """;
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = right.getBytes(StandardCharsets.UTF_8);
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                Exposition.read(new ByteArrayInputStream(bytes), random.nextBoolean(), name -> true, 10);
            } catch (MalformedException expected) {
                refused++;
            } catch (IOException unexpected) {
                throw new AssertionError(unexpected);
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }

    @ParameterizedTest
    @CsvSource({"http_server_requests_seconds_count,200,false", "http_server_requests_seconds_count,503,true",
            "http_server_requests_seconds_count,404,false"})
    void countersWhenStatusIsServerErrorCountErrors(String name, String status, boolean error) throws Exception {
        ScrapeProperties.Target target = new ScrapeProperties.Target("s", java.net.URI.create("http://h/"),
                java.time.Duration.ofSeconds(15), java.time.Duration.ofSeconds(5), name, Map.of(), null, Map.of(),
                Map.of(), org.springframework.util.unit.DataSize.ofMegabytes(1));
        Counters counters = ScrapeClient.counters(target,
                List.of(new Sample(name, new TreeMap<>(Map.of("status", status)), 4))).counters();
        assertThat(counters.series().values()).containsExactly(new Counters.Series(4, error, 0));
    }
}
