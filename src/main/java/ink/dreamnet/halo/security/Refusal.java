package ink.dreamnet.halo.security;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.web.servlet.HandlerExceptionResolver;

/// Says no: 401 to a caller without the token, 403 to one who may not. What the answer looks like is decided where all
/// errors are worded, by way of Spring MVC's exception resolver.
class Refusal implements AuthenticationEntryPoint, AccessDeniedHandler {

    private final ObjectProvider<HandlerExceptionResolver> errors;

    private final RefusalLog log;

    Refusal(ObjectProvider<HandlerExceptionResolver> errors, RefusalLog log) {
        this.errors = errors;
        this.log = log;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException unknown) {
        if (Pages.page(request) && request.getMethod().equals("GET")) {
            toLogin(request, response);
            return;
        }
        boolean presented = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE,
                presented ? "Bearer realm=\"halo\", error=\"invalid_token\"" : "Bearer realm=\"halo\"");
        log.refused(request, "unauthenticated", presented ? "a token that does not hold" : "no token");
        say(request, response, new InsufficientAuthenticationException(presented
                ? "The Authorization header does not have a token of this HALO, or one that has ended; it looks like: Bearer <token>"
                : "This needs the header Authorization: Bearer <token>", unknown));
    }

    /// A part of a page that htmx asked for sends the whole page there.
    private static void toLogin(HttpServletRequest request, HttpServletResponse response) {
        boolean part = request.getHeader("HX-Request") != null;
        String query = request.getQueryString();
        String next = request.getRequestURI() + (query == null ? "" : "?" + query);
        String login = part || next.equals("/")
                ? Pages.LOGIN
                : Pages.LOGIN + "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        response.setHeader(part ? "HX-Redirect" : HttpHeaders.LOCATION, login);
        response.setStatus(part ? HttpServletResponse.SC_UNAUTHORIZED : HttpServletResponse.SC_SEE_OTHER);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied) {
        log.refused(request, "forbidden", String.valueOf(denied.getMessage()));
        say(request, response, denied);
    }

    /// Refuses what a signature should have let in.
    void refuse(HttpServletRequest request, HttpServletResponse response, RuntimeException refused) {
        log.refused(request, refused instanceof AccessDeniedException ? "forbidden" : "unauthenticated",
                String.valueOf(refused.getMessage()));
        say(request, response, refused);
    }

    void say(HttpServletRequest request, HttpServletResponse response, Exception refused) {
        errors.getObject().resolveException(request, response, null, refused);
    }
}
