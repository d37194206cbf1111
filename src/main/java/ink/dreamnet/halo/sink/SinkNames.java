package ink.dreamnet.halo.sink;

import java.util.List;

import org.springframework.stereotype.Component;

/// Knows which sinks the configuration declares, without opening one.
@Component
public class SinkNames {

    private final List<String> declared;

    SinkNames(SinkProperties properties) {
        this.declared = properties.all().stream().map(SinkSettings::name).toList();
    }

    /// @return the names of all sinks that are declared, also of those that are switched off
    public List<String> declared() {
        return declared;
    }
}
