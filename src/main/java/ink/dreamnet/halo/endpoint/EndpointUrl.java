package ink.dreamnet.halo.endpoint;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.masking.MaskedText;
import ink.dreamnet.halo.endpoint.probe.ProbeTarget;
import org.jspecify.annotations.Nullable;

/// Checks the URL of an endpoint without giving away what is secret in it.
final class EndpointUrl {

    private static final int MAX_LENGTH = 2048;

    private EndpointUrl() {
    }

    /// Reads a URL that can be probed.
    ///
    /// @throws InvalidInputException where the text is no such URL
    static URI parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw wrong("is missing; give a URL such as https://example.org/health");
        }
        if (text.length() > MAX_LENGTH) {
            throw wrong("has %d characters; at most %d are allowed".formatted(text.length(), MAX_LENGTH));
        }
        try {
            URI url = new URI(text);
            ProbeTarget.checkUrl(url);
            return url;
        } catch (URISyntaxException notOne) {
            throw wrong("'%s' is not a URL: %s at position %d".formatted(MaskedText.in(text), notOne.getReason(),
                    notOne.getIndex() + 1));
        } catch (InvalidInputException wrong) {
            throw wrong(wrong.problems().getFirst().message().replace(text, MaskedText.in(text)));
        }
    }

    /// @return whether HTTP is spoken, so that method, headers and body make sense
    static boolean isHttp(URI url) {
        return Set.of("http", "https").contains(scheme(url));
    }

    /// @return whether a certificate is always presented
    static boolean presentsCertificate(URI url) {
        return Set.of("https", "tls").contains(scheme(url));
    }

    /// @return the scheme in lower case
    static String scheme(URI url) {
        return url.getScheme().toLowerCase(Locale.ROOT);
    }

    private static InvalidInputException wrong(String message) {
        return new InvalidInputException("url", message);
    }
}
