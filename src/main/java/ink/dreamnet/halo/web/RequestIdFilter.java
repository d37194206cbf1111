package ink.dreamnet.halo.web;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.RequestId;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Gives each request its id: the caller's, where it is short and harmless, or else that of the trace, so that both are found by one.
/// It stands behind the filter of Spring that begins the trace, and before all that may refuse.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class RequestIdFilter extends OncePerRequestFilter {

    /// What can stand in a log line, a header, a query and a page as it is.
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = request.getAttribute(RequestId.NAME) instanceof String known ? known : id(request);
        request.setAttribute(RequestId.NAME, id);
        response.setHeader(RequestId.HEADER, id);
        try (MDC.MDCCloseable served = RequestId.serving(id)) {
            chain.doFilter(request, response);
        }
    }

    /// The rest of an asynchronous answer has the id too.
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    /// What [ErrorPage] answers has it too.
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    private static String id(HttpServletRequest request) {
        List<String> given = Collections.list(request.getHeaders(RequestId.HEADER));
        if (given.size() == 1 && HARMLESS.matcher(given.getFirst()).matches()) {
            return given.getFirst();
        }
        String trace = MDC.get("traceId");
        if (trace == null) {
            return Ids.next().toString();
        }
        // a trace that the caller began may have several requests
        return request.getHeader("traceparent") == null ? trace : trace + "-" + MDC.get("spanId");
    }
}
