package ink.dreamnet.halo.security;

import jakarta.servlet.http.HttpServletRequest;

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
