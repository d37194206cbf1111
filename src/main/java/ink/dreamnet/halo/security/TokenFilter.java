package ink.dreamnet.halo.security;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets in whoever presents a token (RFC 6750, section 2.1), or is logged in at the console. A wrong one only leaves the caller unknown: what is
/// open to everyone stays open, and [Refusal] says the rest.
class TokenFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final ConfiguredTokens configured;
    private final AccessTokens made;
    private final BrowserSessions sessions;

    TokenFilter(ConfiguredTokens configured, AccessTokens made, BrowserSessions sessions) {
        this.configured = configured;
        this.made = made;
        this.sessions = sessions;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        List<String> headers = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        if (headers.size() == 1) {
            presented(headers.getFirst())
                    .flatMap(token -> configured.owner(token).or(() -> made.owner(token, request.getRemoteAddr())))
                    .ifPresent(caller -> Callers.enter(caller.from(request.getRemoteAddr())));
        } else if (headers.isEmpty()) {
            Pages.session(request).flatMap(secret -> sessions.owner(secret, request.getRemoteAddr()))
                    .ifPresent(caller -> Callers.enter(caller.from(request.getRemoteAddr())));
        }
        chain.doFilter(request, response);
    }

    /// The answer to an asynchronous request is written for its caller too.
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    private static Optional<String> presented(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }
}
