package ink.dreamnet.halo.security;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.CurrentActor;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/// Names the authenticated caller of the request that this thread serves.
@Component
class AuthenticatedActor implements CurrentActor {

    @Override
    public Actor get() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || authentication instanceof AnonymousAuthenticationToken) {
            return Actor.HALO;
        }
        return authentication.getDetails() instanceof Actor actor ? actor : new Actor(authentication.getName());
    }
}
