package ink.dreamnet.halo.trigger;

import org.springframework.stereotype.Component;

/// Fires when someone asks for a cycle at `POST /api/halo/run`.
@Component
public class ManualTrigger implements Trigger {

    /// The trigger's name.
    public static final String NAME = "manual";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String detail() {
        return "on POST /api/halo/run";
    }

    /// @return false: a manual run is always an operator's decision
    @Override
    public boolean switchable() {
        return false;
    }
}
