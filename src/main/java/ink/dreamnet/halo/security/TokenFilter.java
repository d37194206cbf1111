package ink.dreamnet.halo.security;

import java.io.IOException;
import java.util.function.Predicate;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.core.TooManyRequestsException;
import ink.dreamnet.halo.core.UnavailableException;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets in whom [Identification] knows. A wrong token only leaves the caller unknown: what is open to everyone stays open, and [Refusal] says
/// the rest.
class TokenFilter extends OncePerRequestFilter {

    private final Identification identification;
    private final Refusal refusal;
    private final Predicate<HttpServletRequest> neverRefused;

    /// @param neverRefused tells which requests go on whatever they present
    TokenFilter(Identification identification, Refusal refusal, Predicate<HttpServletRequest> neverRefused) {
        this.identification = identification;
        this.refusal = refusal;
        this.neverRefused = neverRefused;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            identification.caller(request).ifPresent(Callers::enter);
        } catch (TooManyRequestsException | UnavailableException later) {
            if (!neverRefused.test(request)) {
                refusal.say(request, response, later);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    /// The answer to an asynchronous request is written for its caller too.
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }
}
