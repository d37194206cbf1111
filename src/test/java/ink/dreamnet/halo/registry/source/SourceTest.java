package ink.dreamnet.halo.registry.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.http.CallFailedException;
import ink.dreamnet.halo.http.HttpAnswer;
import ink.dreamnet.halo.http.HttpCalls;
import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.registry.source.ListedJson.Limit;
import ink.dreamnet.halo.support.FakeService;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.Networks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SourceTest {

    private static final String PATH = "/api/graft";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpCalls HTTP = new HttpCalls(new SecretReferences(name -> null), Networks.LOCAL, JSON,
            Clock.systemUTC());

    private final FakeService service = new FakeService();

    @AfterEach
    void stop() {
        service.close();
    }

    private Source source(int attempts, Duration retryAfter, Duration timeout) {
        return source(service.base() + "/", attempts, retryAfter, timeout);
    }

    private static Source source(String base, int attempts, Duration retryAfter, Duration timeout) {
        return new Source("graft-engine", "The Graft Engine", "halo.sources.graft-engine",
                new SourceOptions(URI.create(base),
                        Duration.ofSeconds(2), timeout, DataSize.ofKilobytes(64), 50, attempts, retryAfter),
                HTTP);
    }

    private static List<String> ids(HttpAnswer answer) throws IOException {
        ListedJson.Listing<String> listing = ListedJson.read(JSON, answer.body(), "grafts", new Limit(50, "p.max"),
                (id, entry) -> id);
        List<String> ids = new ArrayList<>(listing.entries().values());
        if (listing.unusable() > 0) {
            ids.add("and %d more".formatted(listing.unusable()));
        }
        return ids;
    }

    @Test
    void getWhenFailuresPassAsksAgainWithGrowingPauses() throws Exception {
        service.answers(PATH, "{\"ok\":true,\"more\":{\"grafts\":[1]},\"grafts\":[{\"id\":\"a\"},{\"id\":\"b c\"},7]}");
        service.answersFirst(PATH, 503, 429);
        long begin = System.nanoTime();
        List<String> ids = source(3, Duration.ofMillis(40), MINUTE).get(PATH, MINUTE, SourceTest::ids);
        assertThat(ids).containsExactly("a", "and 2 more");
        assertThat(service.asked()).isEqualTo(3);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(40 + 80));
    }

    @Test
    void pauseWhenRepeatedDoublesWithJitterOfAQuarter() {
        SourceOptions options = new SourceOptions(null, MINUTE, MINUTE, DataSize.ofBytes(1), 9, 5,
                Duration.ofMillis(100));
        for (int attempt = 1; attempt < 5; attempt++) {
            Duration base = Duration.ofMillis(100L << (attempt - 1));
            for (int i = 0; i < 200; i++) {
                assertThat(options.backoff().after(attempt)).isBetween(base, base.plus(base.dividedBy(4)));
            }
        }
    }

    @Test
    void getWhenAskingAgainCannotHelpDoesNotAsk() {
        service.answers(PATH, 403, "{}");
        assertFails(source(5, Duration.ofMillis(1), MINUTE), MINUTE, "it answers with status 403");
        service.answers(PATH, "[]");
        assertFails(source(5, Duration.ofMillis(1), MINUTE), MINUTE,
                "it answers with application/json instead of a JSON object: `[]`");
        service.answers(PATH, "{\"ok\":true}");
        assertFails(source(5, Duration.ofMillis(1), MINUTE), MINUTE, "its answer has no list 'grafts'");
        service.neverEnds(PATH);
        assertFails(source(5, Duration.ofMillis(1), MINUTE), MINUTE, "its answer is larger than 65536 bytes");
        assertThat(service.asked()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "{'ok':false,'grafts':[{'id':'a'}],'error':'token=abc is wrong'}  | it answers ok: false (token=******** is wrong)",
            "{'grafts':[],'ok':false}          | it answers ok: false (no reason given)",
            "{'ok':true,'grafts':{'id':'a'}}   | its answer has no list 'grafts'",
            "{'ok':true,'more':{'grafts':[]}}  | its answer has no list 'grafts'",
            "{'grafts':[{'id':'a'}             | its answer is not JSON: Unexpected end-of-input",
            "{'grafts':[]}{'ok':false}         | its answer goes on after its end"})
    void getWhenTheAnswerHasNotTheFormIsRefusedWhole(String body, String why) {
        service.answers(PATH, body.replace('\'', '"'));
        assertFails(source(1, Duration.ZERO, MINUTE), MINUTE, why);
    }

    @Test
    void readWhenThereAreTooManyEntriesMakesNothingOfAny() throws Exception {
        List<String> made = new ArrayList<>();
        String first50 = "{\"grafts\":[" + "{\"id\":\"a\"},".repeat(49) + "{\"id\":\"a\"}";
        assertThatThrownBy(
                () -> ListedJson.read(JSON, stream(first50 + ",7]}"), "grafts", new Limit(50, "p.max-entries"),
                        (id, entry) -> made.add(id)))
                .hasMessage("its list 'grafts' has more than 50 entries (p.max-entries)");
        assertThat(made).isEmpty();
        ListedJson.read(JSON, stream(first50 + "]}"), "grafts", new Limit(50, "p"), (id, entry) -> made.add(id));
        assertThat(made).hasSize(50);
    }

    @Test
    void readWhenOneEntryIsFullOfValuesRefusesIt() {
        String body = "{\"grafts\":[{\"id\":\"a\",\"logs\":[" + "[],".repeat(50_000) + "[]]}]}";
        assertThatThrownBy(() -> ListedJson.read(JSON, stream(body), "grafts", new Limit(50, "p"), (id, entry) -> id))
                .hasMessage("an entry of its list 'grafts' has more than 100000 values");
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void getWhenTimeIsNearlyOverDoesNotAskAgain() {
        service.answers(PATH, 503, "{}");
        assertFails(source(5, Duration.ofSeconds(20), MINUTE), Duration.ofSeconds(30), "it answers with status 503");
        assertThat(service.asked()).isEqualTo(1);
    }

    @Test
    void getWhenItHangsOrDripsEndsInTime() throws Exception {
        service.neverAnswers(PATH);
        long begin = System.nanoTime();
        assertFails(source(1, Duration.ZERO, Duration.ofMillis(200)), MINUTE, "it did not answer within 200 ms");
        assertFails(source(3, Duration.ZERO, MINUTE), Duration.ofMillis(150), "it did not answer within ");
        try (FleetServer drip = FleetServer.start(1)) {
            drip.set(0, FleetServer.DRIP);
            Source slow = source("http://127.0.0.1:" + drip.port(), 1, Duration.ZERO, Duration.ofMillis(1500));
            assertThatThrownBy(() -> slow.get("/e/0", MINUTE, SourceTest::ids))
                    .hasMessage("it did not answer within 1500 ms");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void getWhenNothingListensOrNothingIsConfiguredSaysSo() {
        assertFails(source("http://127.0.0.1:" + FleetServer.closedPort(), 2, Duration.ofMillis(1), MINUTE), MINUTE,
                "it cannot be asked: ");
        Source none = new Source("graft-engine", "The Graft Engine", "halo.sources.graft-engine",
                new SourceOptions(URI.create(""), MINUTE, MINUTE, DataSize.ofBytes(1), 9, 1, MINUTE), HTTP);
        assertThat(none.configured()).isFalse();
        assertFails(none, MINUTE, "halo.sources.graft-engine.base-url is not set");
    }

    @Test
    void checkWhenOutOfRangeNamesThePropertyAndNoSecret() {
        refused("ftp://x", 2, MINUTE, "p.base-url: 'ftp://x' is not an http or https URL");
        refused("http://ann:s3cret@host", 2, MINUTE, "p.base-url: must have neither a user name");
        refused("gopher://ann:s3cret@host", 2, MINUTE, "p.base-url: 'gopher://********@host'");
        assertThatThrownBy(() -> new SourceOptions(null, MINUTE, MINUTE, DataSize.ofBytes(1), 0, 1, MINUTE).check("p"))
                .hasMessage("p.max-entries: 0 is not between 1 and 1000000");
        refused("http://host", 0, MINUTE, "p.attempts: 0 is not between 1 and 5");
        refused("http://host", 2, Duration.ofMinutes(6), "p.timeout: 360000 ms is not between 1 and 300000 ms");
    }

    @Test
    void instantWhenImpossibleIsNull() {
        Instant now = Instant.parse("2026-05-01T00:00:00Z");
        assertThat(ListedJson.instant(JSON.readTree("\"2026-04-30T23:59:00+02:00\""), now))
                .isEqualTo(Instant.parse("2026-04-30T21:59:00Z"));
        assertThat(ListedJson.instant(JSON.readTree("\"2026-05-01T00:04:00Z\""), now)).isEqualTo(now);
        for (String odd : List.of("\"2026-05-01T00:06:00Z\"", "\"1999-01-01T00:00:00Z\"", "\"soon\"", "true", "5",
                "99999999999999999999", "{}")) {
            assertThat(ListedJson.instant(JSON.readTree(odd), now)).as(odd).isNull();
        }
        assertThat(ListedJson.text(JSON.readTree("\"a\\u0000b\\ud800c\""), "", 9)).isEqualTo("a b c");
        assertThat(ListedJson.text(JSON.readTree("\"abc\ud83d\ude00\""), "", 4)).as("no half character")
                .isEqualTo("abc");
    }

    private static void refused(String url, int attempts, Duration timeout, String why) {
        SourceOptions options = new SourceOptions(URI.create(url), Duration.ofSeconds(1), timeout, DataSize.ofBytes(1),
                9, attempts, Duration.ZERO);
        assertThatThrownBy(() -> options.check("p")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why).hasMessageNotContaining("s3cret");
    }

    private static void assertFails(Source source, Duration budget, String why) {
        assertThatThrownBy(() -> source.get(PATH, budget, SourceTest::ids))
                .isInstanceOf(CallFailedException.class)
                .hasMessageStartingWith(why);
    }

    @Test
    void readWhenEncodedInUtf8KeepsTheText() throws Exception {
        service.answers(PATH, new String("{\"grafts\":[{\"id\":\"grün\"}]}".getBytes(StandardCharsets.UTF_8),
                StandardCharsets.UTF_8));
        assertThat(source(1, Duration.ZERO, MINUTE).get(PATH, MINUTE, SourceTest::ids))
                .containsExactly("grün");
    }
}
