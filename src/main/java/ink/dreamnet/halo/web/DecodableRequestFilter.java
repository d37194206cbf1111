package ink.dreamnet.halo.web;

import java.io.IOException;
import java.util.List;
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
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/// Refuses a request that nobody could read: a query that cannot be decoded or has a NUL, which PostgreSQL cannot store, and a
/// `Content-Type` that names no type, or that of a form. Tomcat and Spring would fail at them in the middle.
@Component
@Order(OrderedFilter.REQUEST_WRAPPER_FILTER_MAX_ORDER - 30_000)
class DecodableRequestFilter extends OncePerRequestFilter {

    private static final List<MediaType> FORMS = List.of(MediaType.APPLICATION_FORM_URLENCODED,
            new MediaType("multipart", "*"));

    private final ObjectProvider<HandlerExceptionResolver> errors;

    DecodableRequestFilter(@Qualifier("handlerExceptionResolver") ObjectProvider<HandlerExceptionResolver> errors) {
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Exception unreadable = unreadableType(request.getContentType());
        if (unreadable == null) {
            unreadable = unreadableQuery(request);
        }
        if (unreadable == null) {
            chain.doFilter(request, response);
        } else {
            errors.getObject().resolveException(request, response, null, unreadable);
        }
    }

    private static @Nullable Exception unreadableQuery(HttpServletRequest request) {
        try {
            return request.getParameterMap().entrySet().stream()
                    .flatMap(each -> Stream.concat(Stream.of(each.getKey()), Stream.of(each.getValue())))
                    .anyMatch(text -> text.indexOf('\0') >= 0)
                            ? new InvalidInputException("query", "has a NUL (%00)")
                            : null;
        } catch (InvalidParameterException undecodable) {
            return new InvalidInputException("query",
                    "cannot be read: it is name=value, joined by &, in UTF-8 with two hex digits after each %");
        }
    }

    /// A type that cannot be parsed is left to Spring, which refuses it where a body is read at all.
    private static @Nullable Exception unreadableType(@Nullable String contentType) {
        if (contentType == null) {
            return null;
        }
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            return type.isConcrete() && FORMS.stream().noneMatch(form -> form.includes(type))
                    ? null
                    : new HttpMediaTypeNotSupportedException(type, List.of(MediaType.APPLICATION_JSON));
        } catch (InvalidMediaTypeException noType) {
            return null;
        }
    }
}
