package ink.dreamnet.halo.web;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.core.InvalidInputException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.servlet.filter.OrderedFilter;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/// Refuses a query that cannot be decoded or has a NUL, which PostgreSQL cannot store. Tomcat and Spring would fail at it in the
/// middle. A form is left alone: its parameters are in the body, which nobody reads before its sender is known.
@Component
@Order(OrderedFilter.REQUEST_WRAPPER_FILTER_MAX_ORDER - 30_000)
class DecodableRequestFilter extends OncePerRequestFilter {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final ObjectProvider<HandlerExceptionResolver> errors;

    DecodableRequestFilter(@Qualifier("handlerExceptionResolver") ObjectProvider<HandlerExceptionResolver> errors) {
        this.errors = errors;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.regionMatches(true, 0, FORM, 0, FORM.length());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        InvalidInputException unreadable = unreadable(request);
        if (unreadable == null) {
            chain.doFilter(request, response);
        } else {
            errors.getObject().resolveException(request, response, null, unreadable);
        }
    }

    private static @Nullable InvalidInputException unreadable(HttpServletRequest request) {
        try {
            for (Map.Entry<String, String[]> parameter : request.getParameterMap().entrySet()) {
                if (parameter.getKey().indexOf('\0') >= 0) {
                    return new InvalidInputException("query", "has a NUL (%00) in a name");
                }
                if (Stream.of(parameter.getValue()).anyMatch(value -> value.indexOf('\0') >= 0)) {
                    return new InvalidInputException(parameter.getKey(), "has a NUL (%00)");
                }
            }
            return null;
        } catch (InvalidParameterException undecodable) {
            return new InvalidInputException("query",
                    "cannot be read: it is name=value, joined by &, in UTF-8 with two hex digits after each %");
        }
    }
}
