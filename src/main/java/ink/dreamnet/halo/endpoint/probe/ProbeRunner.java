package ink.dreamnet.halo.endpoint.probe;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// Probes many targets at once.
public final class ProbeRunner implements AutoCloseable {

    public ProbeRunner(ProbeOptions options, Clock clock) {
    }

    public List<ProbeResult> probe(Collection<ProbeTarget> targets, Instant deadline) {
        return List.of();
    }

    @Override
    public void close() {
    }
}
