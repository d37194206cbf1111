package ink.dreamnet.halo.security;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/// Names the caller of the request that this thread serves, for authorization and for the audit trail.
final class Callers {

    private Callers() {
    }

    static void enter(Caller caller) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        UsernamePasswordAuthenticationToken authentication = UsernamePasswordAuthenticationToken
                .authenticated(caller.actor().name(), null, caller.roles().stream()
                        .map(role -> new SimpleGrantedAuthority("ROLE_" + role.name())).toList());
        authentication.setDetails(caller);
        context.setAuthentication(authentication);
        SecurityContextHolder.setContext(context);
    }

    /// @return the caller; null outside a request, and where nobody was let in
    static @Nullable Caller current() {
        return of(SecurityContextHolder.getContext().getAuthentication());
    }

    static @Nullable Caller of(@Nullable Authentication authentication) {
        return authentication != null && authentication.isAuthenticated()
                && authentication.getDetails() instanceof Caller caller ? caller : null;
    }
}
