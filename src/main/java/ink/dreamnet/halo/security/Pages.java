package ink.dreamnet.halo.security;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/// Tells apart what browsers ask for: the pages of the console, and what their forms send.
final class Pages {

    static final String LOGIN = "/login";

    private static final List<String> OF_PROGRAMS = List.of("/api/", "/actuator", "/v3/", "/swagger-ui");
    static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private static final Set<String> OWN = Set.of("same-origin", "none");

    private Pages() {
    }

    /// @return whether a page was asked for, or sent something
    static boolean page(HttpServletRequest request) {
        return OF_PROGRAMS.stream().noneMatch(RequestPath.of(request)::startsWith);
    }

    /// A browser also adds the cookie to what a page of another host of the same site sends (`SameSite`), which could have set the other cookie.
    ///
    /// @return the secret of the session that the browser presents; empty where there is none, and where a page of another origin wants to
    ///         change something
    static Optional<String> session(HttpServletRequest request) {
        if (!SAFE.contains(request.getMethod()) && ofAnotherOrigin(request.getHeader("Sec-Fetch-Site"))) {
            return Optional.empty();
        }
        Cookie @Nullable [] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Stream.of(cookies).filter(cookie -> cookie.getName().equals(BrowserSessions.COOKIE))
                        .map(Cookie::getValue).findFirst();
    }

    /// @param fetchSite what the browser says of the page that sent a request; null where it is none, or an old one
    static boolean ofAnotherOrigin(@Nullable String fetchSite) {
        return fetchSite != null && !OWN.contains(fetchSite.toLowerCase(Locale.ROOT));
    }

    /// A browser adds the cookie of a session, and the address of this machine, to whatever any page makes it send. A bearer token is added by
    /// nobody but its holder.
    ///
    /// @return whether the request must prove that a page of HALO sent it (a token against cross-site request forgery)
    static boolean mustProveItsPage(HttpServletRequest request) {
        return !SAFE.contains(request.getMethod()) && request.getHeader(HttpHeaders.AUTHORIZATION) == null
                && (Callers.current() != null && (page(request) || session(request).isPresent())
                        || RequestPath.of(request).equals(LOGIN));
    }
}
