package ink.dreamnet.halo.security;

import java.util.List;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/// Names the operator of the request that this thread serves, for authorization and for the audit trail.
final class Operators {

    private Operators() {
    }

    static void enter(String name) {
        enter(name, "ROLE_OPERATOR");
    }

    /// Names a sender that signs; it is no operator.
    static void enterSender(String name) {
        enter(name, "ROLE_SENDER");
    }

    private static void enter(String name, String role) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(name, null,
                List.of(new SimpleGrantedAuthority(role))));
        SecurityContextHolder.setContext(context);
    }
}
