package ink.dreamnet.halo.security;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.RequestId;
import org.springframework.stereotype.Component;

/// Names the authenticated caller of the request that this thread serves.
@Component
class AuthenticatedActor implements CurrentActor {

    @Override
    public Actor get() {
        Caller caller = Callers.current();
        return caller == null ? Actor.HALO : caller.actor();
    }

    @Override
    public Origin origin() {
        Caller caller = Callers.current();
        return caller == null
                ? new Origin(null, null, RequestId.current())
                : new Origin(caller.role(), caller.address(), RequestId.current());
    }
}
