package ink.dreamnet.halo.security;

import java.util.Map;

import ink.dreamnet.halo.core.CurrentActor;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/// Tells who the caller is.
@TestComponent
@RestController
class WhoController {

    private final CurrentActor actor;

    WhoController(CurrentActor actor) {
        this.actor = actor;
    }

    @RequestMapping(path = "/api/halo/who", method = {RequestMethod.GET, RequestMethod.POST})
    Map<String, Object> who() {
        return Map.of("ok", true, "actor", actor.get().name());
    }
}
