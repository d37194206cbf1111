package ink.dreamnet.halo.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets in whoever presents the token (RFC 6750, section 2.1). A wrong one only leaves the caller unknown: what is open to
/// everyone stays open, and [Refusal] says the rest.
class TokenFilter extends OncePerRequestFilter {

    /// The actor of changes that were asked for with the token.
    static final String OPERATOR = "admin";

    private static final String SCHEME = "Bearer ";

    private final byte[] digest;

    TokenFilter(String token) {
        this.digest = sha256(token);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        List<String> headers = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        if (headers.size() == 1 && matches(headers.getFirst())) {
            Operators.enter(OPERATOR);
        }
        chain.doFilter(request, response);
    }

    /// The answer to an asynchronous request is written for its caller too.
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    /// Takes the same time whatever is presented: digests of equal length are compared without an early end.
    private boolean matches(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        return MessageDigest.isEqual(digest, sha256(header.substring(SCHEME.length()).strip()));
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
