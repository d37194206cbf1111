package ink.dreamnet.halo.security;

import java.security.MessageDigest;
import java.util.List;
import java.util.function.Function;

import jakarta.servlet.http.HttpServletRequest;

import ink.dreamnet.halo.http.SecretReferences;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;

/// A sender that has no token but signs what it sends, such as the webhook of another system. A room that serves such
/// requests makes a bean of it. [ApiSecurity] asks it before anything reads the request, so that no controller can forget to.
///
/// The requests that it [concerns][#concerns] are let in by a good signature only, and never by anything else.
public interface SignedSender {

    /// @return whether a request posts to a path, however that is encoded in it
    static boolean posts(HttpServletRequest request, String path) {
        return request.getMethod().equals("POST") && RequestPath.of(request).equals(path);
    }

    /// Reads what signatures of a sender are checked with.
    ///
    /// @param sender who signs (`GitHub`), for the refusal
    /// @param property what has the secrets
    /// @param values each a secret, or where it is to be read
    /// @return those that can be read, at least one
    /// @throws AccessDeniedException where there is none
    static List<String> secrets(SecretReferences references, String sender, String property, List<String> values) {
        List<String> known = references.readAll(property, values);
        if (known.isEmpty()) {
            throw new AccessDeniedException(
                    "Nothing is accepted from %s: %s has no secret that can be read".formatted(sender, property));
        }
        return known;
    }

    /// Compares what was presented with what each secret would give. There is no early end, so that the time does not tell which one fits.
    ///
    /// @param expected what is right for a secret; always as long as for any other
    /// @return whether it is right for one of them
    static boolean fitsOne(List<String> secrets, Function<String, byte[]> expected, byte[] presented) {
        boolean fits = false;
        for (String secret : secrets) {
            fits |= MessageDigest.isEqual(expected.apply(secret), presented);
        }
        return fits;
    }

    /// @return whether the signature decides about this request. It looks at the method, the path and the headers only.
    boolean concerns(HttpServletRequest request);

    /// Checks the signature of a request that it concerns.
    ///
    /// @param request the request; its body is not to be read from it
    /// @param body the body, as it came
    /// @return how the audit trail calls the sender (`github`)
    /// @throws AuthenticationException where the signature is missing or wrong, or too old; the answer is 401
    /// @throws AccessDeniedException where nothing is configured that could check it; the answer is 403
    String verify(HttpServletRequest request, byte[] body);
}
