package ink.dreamnet.halo.web;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/// Shows a problem to a person, whose browser asked for a page.
@Component
class ProblemPage extends AbstractHttpMessageConverter<ProblemDetail> {

    /// Whoever calls it reads problems, whatever they accept.
    private static final String API = "/api/";

    private final ObjectProvider<ITemplateEngine> templates;

    ProblemPage(ObjectProvider<ITemplateEngine> templates) {
        super(StandardCharsets.UTF_8, MediaType.TEXT_HTML);
        this.templates = templates;
    }

    /// @return whether the request being served comes from a browser that wants to show what is answered
    static boolean wanted() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                && wanted(attributes.getRequest());
    }

    static boolean wanted(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return accept != null && accept.startsWith(MediaType.TEXT_HTML_VALUE)
                && !String.valueOf(failed == null ? request.getRequestURI() : failed).startsWith(API);
    }

    @Override
    protected boolean supports(Class<?> type) {
        return ProblemDetail.class.isAssignableFrom(type);
    }

    @Override
    public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    protected ProblemDetail readInternal(Class<? extends ProblemDetail> type, HttpInputMessage message) {
        throw new HttpMessageNotReadableException("A problem is only written", message);
    }

    @Override
    protected void writeInternal(ProblemDetail problem, HttpOutputMessage message) throws IOException {
        try (Writer out = new OutputStreamWriter(message.getBody(), StandardCharsets.UTF_8)) {
            templates.getObject().process("problem", new Context(null, Map.of("status", problem.getStatus(), "title",
                    Objects.requireNonNullElse(problem.getTitle(), "Problem"), "detail",
                    Objects.requireNonNullElse(problem.getDetail(), ""))), out);
        }
    }
}
