package ink.dreamnet.halo.security;

import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;

/// The path of a request, by which it is decided who may make it. It is the one by which handlers are found: without the context path, and
/// decoded, because `/%61pi` is `/api`. A slash in a segment stays `%2F`.
final class RequestPath {

    private RequestPath() {
    }

    static String of(HttpServletRequest request) {
        return request.getServletPath() + Objects.toString(request.getPathInfo(), "");
    }

    /// @return whether a request is to a path or to one below it
    static boolean within(HttpServletRequest request, String path) {
        String of = of(request);
        return of.startsWith(path) && (of.length() == path.length() || of.charAt(path.length()) == '/');
    }
}
