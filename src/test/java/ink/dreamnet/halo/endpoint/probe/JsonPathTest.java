package ink.dreamnet.halo.endpoint.probe;

import java.time.Duration;
import java.util.Map;

import ink.dreamnet.halo.endpoint.probe.Condition.Result;
import ink.dreamnet.halo.support.CpuTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonPathTest {

    private static final JsonNode DOCUMENT = JsonMapper.shared().readTree("""
            {"store": {"book": [{"title": "A", "price": 8.95, "n": 1}, {"title": "B", "price": 12.99, "isbn": "x"},
             {"title": "C", "price": 8.990, "isbn": null}], "a b": {"c": true}, "x-y_1$": [[1, 2], [3]]}, "title": "T"}
            """);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {".title|\"T\"", "['title']|\"T\"",
            "[\"store\"]['a b'].c|true", ".store.book[0].title|\"A\"", ".store.book[-1].title|\"C\"",
            ".store.book[3]|", ".store.book.title|", ".nope|", ".store.x-y_1$[0][1]|2",
            ".store.book[*].title|[\"A\",\"B\",\"C\"]", ".store.book[1:].title|[\"B\",\"C\"]",
            ".store.book[:1].title|[\"A\"]", ".store.book[-2:-1].title|[\"B\"]", ".store.book[0,2].title|[\"A\",\"C\"]",
            ".store.book[0]['title','n']|[\"A\",1]", "..title|[\"T\",\"A\",\"B\",\"C\"]", ".store..c|[true]",
            "..x-y_1$.*|[[1,2],[3]]", ".store..[1]|[{\"title\":\"B\",\"price\":12.99,\"isbn\":\"x\"},[3],2]",
            ".store.book[?(@.price < 10)].title|[\"A\",\"C\"]", ".store.book[?@.isbn].title|[\"B\",\"C\"]",
            ".store.book[?(!@.isbn)].title|[\"A\"]", ".store.book[?(@.isbn == null)].title|[\"C\"]",
            "`.store.book[?(@.title == 'A' || @.price >= 12.99 && @.isbn)].title`|[\"A\",\"B\"]",
            ".store.book[?(!(@.title == \"A\"))].title|[\"B\",\"C\"]", ".store.book[?(@.n != 1)].title|[\"B\",\"C\"]",
            ".store.book[?(@['title'] > 'A')].title|[\"B\",\"C\"]", ".store.book[?(@.title < 5)].title|[]",
            ".store.x-y_1$[?(@[0] == 3)]|[[3]]", ".nope[*]|[]"})
    void findWhenThePathIsOfTheSubsetIsAsTheStandardSays(String path, @Nullable String found) {
        JsonNode value = JsonPath.parse(path).find(DOCUMENT);
        assertThat(value == null ? null : value.toString()).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {".x[?(@.a =~ /(.*a){25}b/)]|'=~' is not supported",
            "..*..*|at most one '..'", "..a.b..c|at most one '..'", ".a[|expected a quoted name", ".a.|expected a name",
            ".a['b|closing quote", ".a[?(@.b in [1])]|expected one of ==", ".a[?(@..b)]|expected a name",
            ".a[?(@.b[*] == 1)]|names and places only", ".a[?(b == 1)]|expected @", ".a[0|']' is missing",
            ".a[?(((((((((((@.b)))))))))))]|at most 10 deep", ".a[99999999999]|expected a quoted name",
            ".a[::2]|expected a quoted name", ".a[?(@.b == $.c)]|expected @", "a|expected . or ["})
    void parseWhenNotOfTheSubsetSaysWhat(String path, String problem) {
        assertThatThrownBy(() -> JsonPath.parse(path)).isInstanceOf(JsonPath.SyntaxException.class)
                .hasMessageContaining(problem);
    }

    private static Result evaluate(String condition, String body) {
        return Condition.parse(condition)
                .evaluate(new Observation(true, null, 200, Map.of(), body, null, null, null));
    }

    @Test
    void evaluateWhenDocumentIsNestedOrVastIsBounded() {
        CpuTime.within(Duration.ofSeconds(5), () -> {
            assertThat(evaluate("has([BODY][0]) == false", "[".repeat(30_000) + "]".repeat(30_000)).holds())
                    .as("no JSON that HALO reads").isTrue();
            assertThat(evaluate("len([BODY]..*) == 199", "[".repeat(200) + "]".repeat(200)).holds()).isTrue();
            assertThat(evaluate("[BODY].a == 1e999999999", "{\"a\": 1e999999999}").holds()).isTrue();
            assertThat(evaluate("[BODY].a > 5", "{\"a\": 1e-999999999}").holds()).isFalse();
        });
    }
}
