package ink.dreamnet.halo.console.layout;

import jakarta.servlet.http.HttpServletRequest;

import ink.dreamnet.halo.core.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/// Addresses of the pages of a list: that of the request with another begin.
public final class Pages {

    private static final String BEFORE = "before";

    private Pages() {
    }

    /// @return the address of the page after this one; null where this is the last
    public static @Nullable String next(HttpServletRequest request, Page<?> page) {
        return page.next() == null ? null : here(request).replaceQueryParam(BEFORE, page.next()).build().toUriString();
    }

    /// @return the address of the first page; null where this is it
    public static @Nullable String first(HttpServletRequest request) {
        return request.getParameter(BEFORE) == null
                ? null
                : here(request).replaceQueryParam(BEFORE).build().toUriString();
    }

    private static UriComponentsBuilder here(HttpServletRequest request) {
        String query = request.getQueryString();
        return UriComponentsBuilder.fromUriString(request.getRequestURI() + (query == null ? "" : "?" + query));
    }
}
