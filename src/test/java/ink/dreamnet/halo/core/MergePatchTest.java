package ink.dreamnet.halo.core;

import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// The test cases of RFC 7396, appendix A, whose target and patch are objects, and one more.
class MergePatchTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":"b"}               | {"a":"c"}                   | {"a":"c"}
            {"a":"b"}               | {"b":"c"}                   | {"a":"b","b":"c"}
            {"a":"b"}               | {"a":null}                  | {}
            {"a":"b","b":"c"}       | {"a":null}                  | {"b":"c"}
            {"a":["b"]}             | {"a":"c"}                   | {"a":"c"}
            {"a":"c"}               | {"a":["b"]}                 | {"a":["b"]}
            {"a":{"b":"c"}}         | {"a":{"b":"d","c":null}}    | {"a":{"b":"d"}}
            {"a":[{"b":"c"}]}       | {"a":[1]}                   | {"a":[1]}
            {"e":null}              | {"a":1}                     | {"e":null,"a":1}
            {}                      | {"a":{"bb":{"ccc":null}}}   | {"a":{"bb":{}}}
            {"a":{"b":1,"c":2}}     | {"a":{"c":{"d":[null]}}}    | {"a":{"b":1,"c":{"d":[null]}}}
            """)
    void applyMergesObjectsReplacesTheRestAndRemovesWhatIsNull(String target, String patch, String result) {
        assertThat(MergePatch.apply(read(target), read(patch))).isEqualTo(read(result));
    }

    private static Map<String, Object> read(String json) {
        return JSON.readValue(json, new TypeReference<>() {
        });
    }
}
