package ink.dreamnet.halo.environment.dotenv;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// Compares with what Node's dotenv 17.2.3 with dotenv-expand 12.0.3 made of the same texts (and python-dotenv 1.2.4, for the
/// record). Where HALO reads differently on purpose, the case says why.
class DotenvReferenceTest {

    static Stream<JsonNode> cases() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                DotenvReferenceTest.class.getResourceAsStream("reference-cases.json"))) {
            return JsonMapper.shared().readTree(in).valueStream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valuesAreThoseOfNodeUnlessTheCaseSaysWhyNot(JsonNode test) throws Interpolation.TooMuch {
        Map<String, String> values = Parsed.of(test.get("text").asString()).values();
        JsonNode read = JsonMapper.shared().valueToTree(values);
        if (test.has("halo")) {
            assertThat(test.get("why").asString()).isNotBlank();
            assertThat(test.get("halo")).isNotEqualTo(test.get("node"));
            assertThat(read).isEqualTo(test.get("halo"));
        } else {
            assertThat(read).isEqualTo(test.get("node"));
        }
    }
}
