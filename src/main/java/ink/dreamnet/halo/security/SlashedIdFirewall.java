package ink.dreamnet.halo.security;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/// Lets an id in the paths of Memory DNA and of subjects have a slash, as `%2F`, because DreamNet's ids of endpoints are paths. Everywhere else it is
/// refused, as Spring Security does.
///
/// Tomcat hands `%2F` on undecoded, and a path is split before its variables are decoded, so that it never separates anything.
final class SlashedIdFirewall implements HttpFirewall {

    private static final List<String> PATHS = List.of("/api/dna/", "/api/halo/memory/", "/api/halo/subjects/",
            "/subjects/", "/memory/");

    private final StrictHttpFirewall strict = strict();
    private final StrictHttpFirewall slashed = strict();

    SlashedIdFirewall() {
        slashed.setAllowUrlEncodedSlash(true);
        // what Tomcat did not decode is an encoded percent sign to the firewall
        slashed.setAllowUrlEncodedPercent(true);
    }

    /// A header is checked whenever it is read, a few dozen times in a request: printable ASCII passes Spring's expressions, and need not be
    /// matched with them.
    private static StrictHttpFirewall strict() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(
                name -> isPrintableAscii(name) || StrictHttpFirewall.ALLOWED_HEADER_NAMES.test(name));
        firewall.setAllowedHeaderValues(
                value -> isPrintableAscii(value) || StrictHttpFirewall.ALLOWED_HEADER_VALUES.test(value));
        return firewall;
    }

    private static boolean isPrintableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    @Override
    public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
        String path = request.getRequestURI();
        return (PATHS.stream().anyMatch(path::startsWith) ? slashed : strict).getFirewalledRequest(request);
    }

    @Override
    public HttpServletResponse getFirewalledResponse(HttpServletResponse response) {
        return strict.getFirewalledResponse(response);
    }
}
