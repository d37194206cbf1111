package ink.dreamnet.halo.web;

import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.RawHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/// What no proper client sends is refused with a problem too, wherever in the server that happens.
@HaloTest
@OnH2
class MalformedRequestTest {

    @LocalServerPort
    int port;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /api/halo/{x} HTTP/1.1        | Host: localhost                  | 400
            GET /api/halo/%zz HTTP/1.1        | Host: localhost                  | 400
            GET /api/halo/a;b=c HTTP/1.1      | Host: localhost                  | 400
            GET /api//halo HTTP/1.1           | Host: localhost                  | 400
            GET /api/halo/%2e%2e/x HTTP/1.1   | Host: localhost                  | 400
            GET /api/halo/tasks/a%2Fb HTTP/1.1 | Host: localhost                 | 400
            GET /api/dna%2Fagent HTTP/1.1     | Host: localhost                  | 400
            GET /api/dna/../halo/x HTTP/1.1   | Host: localhost                  | 400
            GET /actuator/health?%zz=1 HTTP/1.1 | Host: localhost                | 400
            GET /api/halo/status?=x HTTP/1.1  | Host: localhost                  | 400
            GET /api/halo/status?%00=1 HTTP/1.1 | Host: localhost                | 400
            GET /api/halo/audit?actor=%ED%A0%BD HTTP/1.1 | Host: localhost       | 400
            GET /api/halo/events?until=%2B1000000000-12-31T23:59:59Z HTTP/1.1 | Host: localhost | 400
            POST /api/halo/run HTTP/1.1       | Content-Type: */*                | 4
            POST /api/halo/run HTTP/1.1       | Content-Type: multipart/form-data | 4
            nonsense                          | Host: localhost                  | 400
            GET / HTTP/9.9                    | Host: localhost                  | 505
            GET / HTTP/1.1                    | Content-Length: minus            | 400
            GET / HTTP/1.1                    | Host: a b                        | 400
            TRACE / HTTP/1.1                  | Host: localhost                  | 40
            PROPFIND / HTTP/1.1               | Host: localhost                  | 40
            POST /api/halo/x HTTP/1.1         | Transfer-Encoding: strange       | 501
            """)
    void requestWhenMalformedIsAnsweredWithAProblem(String line, String header, String status) {
        String answer = RawHttp.exchange(port, line + "\r\n" + header + "\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 " + status)
                .containsIgnoringCase("Content-Type: application/problem+json")
                .contains("\"ok\":false").contains("\"error\":\"").doesNotContainIgnoringCase("<html")
                .doesNotContain("Exception");
    }

    @Test
    void requestWhenHeadersAreHugeIsAnsweredWithAProblem() {
        String answer = RawHttp.exchange(port,
                "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400").contains("\"ok\":false");
    }

    @Test
    void requestWhenChunksAreBrokenIsAnsweredWithAProblem() {
        String answer = RawHttp.exchange(port, """
                POST /api/halo/x HTTP/1.1\r
                Host: localhost\r
                Content-Type: application/json\r
                Transfer-Encoding: chunked\r
                \r
                zz\r
                {}""");
        assertThat(answer).startsWith("HTTP/1.1 4").contains("\"ok\":false");
    }
}
