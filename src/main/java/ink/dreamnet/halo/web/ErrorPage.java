package ink.dreamnet.halo.web;

import java.net.URI;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

import ink.dreamnet.halo.core.RequestId;
import io.swagger.v3.oas.annotations.Hidden;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Answers for the errors that happen outside of the controllers: in a filter, in the firewall in front of the API, in the
/// servlet container.
@Hidden
@RestController
class ErrorPage implements ErrorController {

    private static final Logger log = LoggerFactory.getLogger(ErrorPage.class);

    @RequestMapping("${spring.web.error.path:/error}")
    ResponseEntity<ProblemDetail> error(HttpServletRequest request) {
        ProblemDetail problem = problem(request);
        if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri) {
            problem.setInstance(instance(uri));
        }
        return ResponseEntity.status(problem.getStatus()).contentType(ProblemPage.wanted(request)
                ? MediaType.TEXT_HTML
                : MediaType.APPLICATION_PROBLEM_JSON).body(problem);
    }

    private static ProblemDetail problem(HttpServletRequest request) {
        if (!(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status)) {
            return Problems.of(HttpStatus.NOT_FOUND, "There is nothing at " + request.getRequestURI());
        }
        if (status != HttpStatus.INTERNAL_SERVER_ERROR.value()) {
            return Problems.of(HttpStatusCode.valueOf(status), StatusSentences.of(status));
        }
        log.error("{} failed outside of the controllers, request {}",
                request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI), RequestId.current(),
                request.getAttribute(RequestDispatcher.ERROR_EXCEPTION));
        return Problems.internal();
    }

    private static @Nullable URI instance(String uri) {
        try {
            return URI.create(uri);
        } catch (IllegalArgumentException notAUri) {
            return null;
        }
    }
}
