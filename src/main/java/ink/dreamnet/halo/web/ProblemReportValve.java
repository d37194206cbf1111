package ink.dreamnet.halo.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.RequestId;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/// Answers for the errors that never reach the application: a malformed request line or header, which Tomcat refuses by
/// itself.
class ProblemReportValve extends ErrorReportValve {

    private static final Logger log = LoggerFactory.getLogger(ProblemReportValve.class);

    private final transient JsonMapper json;

    ProblemReportValve(JsonMapper json) {
        this.json = json;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        String id = request.getAttribute(RequestId.NAME) instanceof String known ? known : Ids.next().toString();
        try (MDC.MDCCloseable served = RequestId.serving(id)) {
            byte[] body = (json.writeValueAsString(problem(status, thrown)) + "\n").getBytes(StandardCharsets.UTF_8);
            response.setHeader(RequestId.HEADER, id);
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException | IllegalStateException gone) {
            log.debug("Could not tell a client that its request was refused with {}", status, gone);
        }
    }

    private static ProblemDetail problem(int status, @Nullable Throwable thrown) {
        if (status != HttpStatus.INTERNAL_SERVER_ERROR.value()) {
            return Problems.of(HttpStatusCode.valueOf(status), StatusSentences.of(status));
        }
        log.error("A request failed in the servlet container, request {}", RequestId.current(), thrown);
        return Problems.internal();
    }
}
