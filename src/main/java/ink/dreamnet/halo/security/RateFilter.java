package ink.dreamnet.halo.security;

import java.io.IOException;
import java.util.function.Predicate;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.core.TooManyRequestsException;
import org.springframework.web.filter.OncePerRequestFilter;

/// Holds callers to [Rates].
class RateFilter extends OncePerRequestFilter {

    private final Rates rates;
    private final Refusal refusal;
    private final Predicate<HttpServletRequest> neverRefused;

    /// @param neverRefused tells which requests are not counted
    RateFilter(Rates rates, Refusal refusal, Predicate<HttpServletRequest> neverRefused) {
        this.rates = rates;
        this.refusal = refusal;
        this.neverRefused = neverRefused;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return neverRefused.test(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            rates.count(request.getRemoteAddr(), Callers.current(), Pages.SAFE.contains(request.getMethod()));
        } catch (TooManyRequestsException tooMany) {
            refusal.say(request, response, tooMany);
            return;
        }
        chain.doFilter(request, response);
    }
}
