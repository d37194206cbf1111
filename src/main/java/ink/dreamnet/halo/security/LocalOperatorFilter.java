package ink.dreamnet.halo.security;

import java.io.IOException;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.filter.OncePerRequestFilter;

/// Where no token is configured, whoever reaches the loopback address and presents none may do everything. Web pages of other origins reach it too, by way
/// of the operator's browser; two things tell them apart:
/// - `Host` is not a loopback name: DNS rebinding, where a foreign name resolves to 127.0.0.1
/// - `Origin` or `Sec-Fetch-Site` says that another page sent the request
class LocalOperatorFilter extends OncePerRequestFilter {

    private static final Pattern LOOPBACK = Pattern
            .compile("(localhost\\.?|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private final Refusal refusal;
    private final Predicate<HttpServletRequest> signed;

    /// @param signed tells which requests are decided by their signature alone: a proxy may bring them from elsewhere
    LocalOperatorFilter(Refusal refusal, Predicate<HttpServletRequest> signed) {
        this.refusal = refusal;
        this.signed = signed;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return signed.test(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String reason = foreign(request.getHeader(HttpHeaders.HOST), request.getHeader(HttpHeaders.ORIGIN),
                request.getHeader("Sec-Fetch-Site"), request.getScheme());
        if (reason != null) {
            refusal.handle(request, response, new AccessDeniedException(reason));
            return;
        }
        if (request.getHeader(HttpHeaders.AUTHORIZATION) == null) {
            Callers.enter(Caller.local().from(request.getRemoteAddr()));
        }
        chain.doFilter(request, response);
    }

    /// The answer to an asynchronous request is written for its caller too.
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    /// @return why the request does not come from this machine's operator; null where it does
    static @Nullable String foreign(@Nullable String host, @Nullable String origin, @Nullable String fetchSite,
            String scheme) {
        if (host != null && !LOOPBACK.matcher(host).matches()) {
            return "The Host '%s' is not this machine; without HALO_ADMIN_TOKEN only localhost is served"
                    .formatted(host);
        }
        if (origin != null && !origin.toLowerCase(Locale.ROOT).equals(own(scheme, host))) {
            return "The Origin '%s' is not this HALO; without HALO_ADMIN_TOKEN no other page is served"
                    .formatted(origin);
        }
        if (Pages.ofAnotherOrigin(fetchSite)) {
            return "A page of another origin sent this; without HALO_ADMIN_TOKEN no other page is served";
        }
        return null;
    }

    private static String own(String scheme, @Nullable String host) {
        return (scheme + "://" + host).toLowerCase(Locale.ROOT);
    }
}
