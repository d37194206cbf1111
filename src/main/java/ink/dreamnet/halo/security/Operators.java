package ink.dreamnet.halo.security;

import java.util.List;

import ink.dreamnet.halo.core.Actor;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/// Names the operator of the request that this thread serves, for authorization and for the audit trail.
final class Operators {

    private Operators() {
    }

    static void enter(Actor operator) {
        enter(operator, "ROLE_OPERATOR");
    }

    /// Names a sender that signs; it is no operator.
    static void enterSender(String name) {
        enter(new Actor(name), "ROLE_SENDER");
    }

    private static void enter(Actor actor, String role) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        UsernamePasswordAuthenticationToken authentication = UsernamePasswordAuthenticationToken
                .authenticated(actor.name(), null, List.of(new SimpleGrantedAuthority(role)));
        authentication.setDetails(actor);
        context.setAuthentication(authentication);
        SecurityContextHolder.setContext(context);
    }
}
