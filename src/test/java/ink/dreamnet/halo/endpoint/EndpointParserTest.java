package ink.dreamnet.halo.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.endpoint.probe.DnsQuery;
import ink.dreamnet.halo.registry.ManagedBy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class EndpointParserTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static EndpointSpec spec(String json) {
        return JSON.readValue(json, EndpointSpec.class);
    }

    private static Endpoint parse(String json) {
        return EndpointParser.parse("checkout", spec(json), ManagedBy.API, null, AllowedFiles.ANY);
    }

    private static List<FieldProblem> problems(String id, String json) {
        InvalidInputException refused = catchThrowableOfType(InvalidInputException.class,
                () -> EndpointParser.parse(id, spec(json), ManagedBy.API, null, AllowedFiles.ANY));
        assertThat(refused).as(json).isNotNull();
        return refused.problems();
    }

    @Test
    void parseWhenOnlyUrlIsGivenTakesTheDefaults() {
        Endpoint endpoint = parse("{'url':'https://shop.example.org/health'}".replace('\'', '"'));
        assertThat(endpoint.target().method()).isEqualTo("GET");
        assertThat(endpoint.target().connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(endpoint.target().timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(endpoint.target().attempts()).isEqualTo(3);
        assertThat(endpoint.target().followRedirects()).isTrue();
        assertThat(endpoint.interval()).isNull();
    }

    @Test
    void parseWhenTimeoutIsShortShortensTheConnectTimeout() {
        assertThat(parse("{\"url\":\"http://a\",\"timeoutMs\":300}").target().connectTimeout())
                .isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void parseWhenDnsTakesNameTypeResolverAndExpectedRecords() {
        DnsQuery dns = parse("{\"url\":\"dns://127.0.0.1:5353/example.org?type=MX\",\"expected\":[\"10 mail.x\"]}")
                .target().dns();
        assertThat(dns).isEqualTo(new DnsQuery("example.org", "MX", List.of("10 mail.x"), "127.0.0.1:5353"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            {}; url
            {'url':''}; url
            {'url':'ftp://a/b'}; url
            {'url':'not a url'}; url
            {'url':'http:///x'}; url
            {'url':'http://a:70000/'}; url
            {'url':'tcp://a'}; url
            {'url':'http://user:pw@a/'}; url
            {'url':'dns://8.8.8.8'}; url
            {'url':'dns:///a?type=XX'}; url
            {'id':'other','url':'http://a'}; id
            {'url':'http://a','method':'BREW'}; method
            {'url':'http://a','connectTimeoutMs':-1}; connectTimeoutMs
            {'url':'http://a','connectTimeoutMs':6000}; connectTimeoutMs
            {'url':'http://a','timeoutMs':0}; timeoutMs
            {'url':'http://a','timeoutMs':120001}; timeoutMs
            {'url':'http://a','attempts':0}; attempts
            {'url':'http://a','attempts':11}; attempts
            {'url':'http://a','intervalMs':-5}; intervalMs
            {'url':'http://a','intervalMs':999999999999}; intervalMs
            {'url':'http://a','slowAfterMs':0}; slowAfterMs
            {'url':'http://a','slowAfterMs':5000}; slowAfterMs
            {'url':'http://a','conditions':['[STATUS] == 200','[STATUS] = 200']}; conditions[1]
            {'url':'http://a','conditions':['[STATUS] == 200',null]}; conditions[1]
            {'url':'http://a','conditions':['len([BODY].x[?(@.a =~ /(.*a){25}b/)]) == 1']}; conditions[0]
            {'url':'http://a','conditions':['len([BODY]..*..*) == 1']}; conditions[0]
            {'url':'http://a','dependsOn':['database']}; dependsOn[0]
            {'url':'http://a','dependsOn':['endpoint:db','planet:mars']}; dependsOn[1]
            {'url':'http://a','dependsOn':['endpoint:checkout']}; dependsOn[0]
            {'url':'http://a','headers':{'X A':'b'}}; headers[X A]
            {'url':'http://a','headers':{'X-A':'b\\r\\nX-B: c'}}; headers[X-A]
            {'url':'http://a','headers':{'X-A':null}}; headers[X-A]
            {'url':'http://a','headers':{'Content-Length':'3'}}; headers[Content-Length]
            {'url':'http://a','labels':{'a b':'c'}}; labels[a b]
            {'url':'http://a','labels':{'team':null}}; labels[team]
            {'url':'tcp://a:1','method':'GET'}; method
            {'url':'tcp://a:1','body':'x'}; body
            {'url':'tcp://a:1','headers':{'X-A':'b'}}; headers
            {'url':'tcp://a:1','insecure':true}; insecure
            {'url':'http://a','expected':['1.2.3.4']}; expected
            {'url':'https://a','trustStore':{'path':'/no/such/file'}}; trustStore.path
            {'url':'https://a','trustStore':{'path':'/dev/zero'}}; trustStore.path
            {'url':'https://a','trustStore':{}}; trustStore.path
            """)
    void parseWhenOneFieldIsWrongNamesIt(String json, String field) {
        assertThat(problems("checkout", json.replace('\'', '"'))).extracting(FieldProblem::field)
                .containsExactly(field);
    }

    @Test
    void parseWhenConditionIsWrongSaysWhere() {
        assertThat(problems("checkout", "{\"url\":\"http://a\",\"conditions\":[\"[STATUS] = 200\"]}").getFirst()
                .message()).contains("position");
    }

    @Test
    void parseWhenManyFieldsAreWrongNamesAllOfThem() {
        assertThat(problems("no id", "{\"url\":\"x\",\"attempts\":0,\"timeoutMs\":-1,\"method\":\"?\"}"))
                .extracting(FieldProblem::field).containsExactlyInAnyOrder("id", "url", "attempts", "timeoutMs",
                        "method");
    }

    @Test
    void parseWhenIdIsTheObserversRefuses() {
        assertThat(problems(Endpoint.OBSERVER_ID, "{\"url\":\"http://a\"}")).extracting(FieldProblem::field)
                .containsExactly("id");
    }

    @Test
    void parseWhenUrlIsWrongDoesNotRepeatItsSecrets() {
        assertThat(problems("checkout", "{\"url\":\"http://ann:hunter2@a/?token=s3cret\"}").toString())
                .doesNotContain("hunter2", "s3cret");
        assertThat(problems("checkout", "{\"url\":\"http://a b/?token=s3cret\"}").toString()).doesNotContain("s3cret");
    }

    @Test
    void parseWhenThereAreTooManyLabelsRefuses() {
        String labels = String.join(",", IntStream.range(0, 65).mapToObj(n -> "\"l" + n + "\":\"x\"").toList());
        assertThat(problems("checkout", "{\"url\":\"http://a\",\"labels\":{" + labels + "}}"))
                .extracting(FieldProblem::field).containsExactly("labels");
    }
}
