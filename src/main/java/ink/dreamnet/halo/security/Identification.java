package ink.dreamnet.halo.security;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

import ink.dreamnet.halo.core.TooManyRequestsException;
import ink.dreamnet.halo.core.UnavailableException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/// Finds out who makes a request: by the token that it presents (RFC 6750, section 2.1), or by the session of its browser.
@Component
class Identification {

    private static final String SCHEME = "Bearer ";

    private final TokenOwners tokens;
    private final BrowserSessions sessions;

    Identification(TokenOwners tokens, BrowserSessions sessions) {
        this.tokens = tokens;
        this.sessions = sessions;
    }

    /// @return empty where nobody is known
    /// @throws TooManyRequestsException where too many wrong tokens came from the address
    /// @throws UnavailableException where it is not known whether its token or session holds
    Optional<Caller> caller(HttpServletRequest request) {
        String from = request.getRemoteAddr();
        List<String> headers = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        if (headers.isEmpty()) {
            return Pages.session(request).flatMap(secret -> sessions.owner(secret, from));
        }
        return headers.size() == 1
                ? presented(headers.getFirst())
                        .flatMap(token -> tokens.find(token, from).map(TokenOwners.Holder::caller))
                : Optional.empty();
    }

    private static Optional<String> presented(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }
}
