package ink.dreamnet.halo.endpoint.probe;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Finds out where a `Location` leads (RFC 9110, 10.2.2): resolves it by RFC 3986, 5.2, which `java.net.URI` does not, and
/// escapes what must not stand in a URL as browsers do, for servers send blanks and letters of all kinds.
final class RedirectTarget {

    /// RFC 3986, appendix B: scheme, authority, path, query, fragment.
    private static final Pattern PARTS = Pattern
            .compile("(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#.*)?", Pattern.DOTALL);
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");
    private static final String ALLOWED = "!$&'()*+,-./:;=?@_~";

    private RedirectTarget() {
    }

    /// @param location the header's value, each character a byte, as HTTP has it
    /// @return where to go, without user and fragment; null where that is no HTTP URL
    static @Nullable URI of(URI base, String location) {
        Matcher parts = PARTS.matcher(location.strip());
        if (!parts.matches() || parts.group(1) != null && !SCHEME.matcher(parts.group(1)).matches()) {
            return null;
        }
        boolean relative = parts.group(1) == null && parts.group(2) == null;
        String scheme = (parts.group(1) == null ? base.getScheme() : parts.group(1)).toLowerCase(Locale.ROOT);
        String authority = relative ? base.getRawAuthority() : parts.group(2);
        String path = escaped(parts.group(3));
        String query = parts.group(4) == null ? null : escaped(parts.group(4));
        if (relative && path.isEmpty()) {
            path = base.getRawPath();
            query = query == null ? base.getRawQuery() : query;
        } else {
            path = withoutDots(!relative || path.startsWith("/") ? path : merged(base.getRawPath(), path));
        }
        if (authority == null || !scheme.equals("http") && !scheme.equals("https")) {
            return null;
        }
        try {
            URI target = new URI(scheme + "://" + authority.substring(authority.lastIndexOf('@') + 1)
                    + (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query));
            return target.getHost() == null ? null : target;
        } catch (URISyntaxException noUrl) {
            return null;
        }
    }

    private static String merged(@Nullable String base, String path) {
        return base == null || base.isEmpty() ? "/" + path : base.substring(0, base.lastIndexOf('/') + 1) + path;
    }

    /// RFC 3986, 5.2.4.
    private static String withoutDots(String path) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < path.length()) {
            int end = path.indexOf('/', at + 1);
            String segment = path.substring(at, end < 0 ? path.length() : end);
            boolean last = end < 0;
            if (segment.equals("/..") || segment.equals("..")) {
                out.setLength(Math.max(0, out.lastIndexOf("/")));
                out.append(last ? "/" : "");
            } else if (segment.equals("/.") || segment.equals(".")) {
                out.append(last ? "/" : "");
            } else {
                out.append(segment);
            }
            at = last ? path.length() : end;
        }
        return out.toString();
    }

    private static String escaped(String location) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < location.length(); i++) {
            char c = location.charAt(i);
            boolean escape = c == '%' && i + 2 < location.length() && HexFormat.isHexDigit(location.charAt(i + 1))
                    && HexFormat.isHexDigit(location.charAt(i + 2));
            if (escape || c < 128 && (Character.isLetterOrDigit(c) || ALLOWED.indexOf(c) >= 0)) {
                escaped.append(c);
            } else {
                byte[] bytes = String.valueOf(c).getBytes(c < 256
                        ? StandardCharsets.ISO_8859_1
                        : StandardCharsets.UTF_8);
                for (byte b : bytes) {
                    escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
                }
            }
        }
        return escaped.toString();
    }
}
