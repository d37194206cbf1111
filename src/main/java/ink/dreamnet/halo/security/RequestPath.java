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
}
