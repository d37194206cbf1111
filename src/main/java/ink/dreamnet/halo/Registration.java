package ink.dreamnet.halo;

import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

import ink.dreamnet.halo.engine.HaloEngine;
import org.springframework.context.ConfigurableApplicationContext;

/// A HALO that runs inside another program, from [HaloLoop#register]. Thread-safe.
public final class Registration implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final HaloEngine engine;
    private final Runnable afterClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    Registration(ConfigurableApplicationContext context, Runnable afterClose) {
        this.context = context;
        this.engine = context.getBean(HaloEngine.class);
        this.afterClose = afterClose;
    }

    /// @return what runs cycles on demand
    public HaloEngine engine() {
        return engine;
    }

    /// @return the port on which HALO's API answers; empty where the options asked for none
    public OptionalInt port() {
        Integer port = context.getEnvironment().getProperty("local.server.port", Integer.class);
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }

    /// Stops HALO: no cycle starts any more, and a running one has 8 seconds to be recorded; what was accepted runs after
    /// the next start. A second call does nothing.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                context.close();
            } finally {
                afterClose.run();
            }
        }
    }
}
