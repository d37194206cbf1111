package ink.dreamnet.halo.web;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.core.TooManyRequestsException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.servlet.filter.OrderedFilter;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/// Bounds request bodies: one that announces too much is refused before it is read, and what is read is counted, of each body
/// and of all together ([BodyBudgets]), so that no number of callers fills the memory. It stands before everything that could read a body.
@Component
@Order(OrderedFilter.REQUEST_WRAPPER_FILTER_MAX_ORDER - 20_000)
class BodyLimitFilter extends OncePerRequestFilter {

    private static final String REPLAYS = "/api/halo/replays/";
    /// The paths of bodies that bring a whole history.
    private static final List<String> HISTORIES = List.of("/backtest", "/api/halo/memory/import");

    /// The one form that is read of somebody unknown. Tomcat reads forms itself, into as many bytes as are announced.
    private static final String LOGIN = "/login";
    private static final DataSize MOST_LOGIN = DataSize.ofKilobytes(8);

    private final WebLimits limits;
    private final BodyBudgets budgets;
    private final ObjectProvider<HandlerExceptionResolver> errors;

    BodyLimitFilter(WebLimits limits, BodyBudgets budgets,
            @Qualifier("handlerExceptionResolver") ObjectProvider<HandlerExceptionResolver> errors) {
        this.limits = limits;
        this.budgets = budgets;
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean login = request.getServletPath().equals(LOGIN);
        DataSize limit = login ? MOST_LOGIN : limit(request.getRequestURI());
        long announced = request.getContentLengthLong();
        if (announced > limit.toBytes() || login && request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null) {
            errors.getObject().resolveException(request, response, null, new BodyTooLargeException(limit));
        } else {
            CountedBody body = new CountedBody(request, limit, budgets);
            try {
                chain.doFilter(body, response);
            } catch (TooManyRequestsException tooMany) {
                // a filter asked for a parameter of a form
                errors.getObject().resolveException(request, response, null, tooMany);
            } finally {
                body.release();
            }
        }
    }

    private DataSize limit(String path) {
        if (path.startsWith(REPLAYS) && path.endsWith("/steps")) {
            return limits.maxReplay();
        }
        return HISTORIES.stream().anyMatch(path::endsWith) ? limits.maxHistory() : limits.maxBody();
    }
}
