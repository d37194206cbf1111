package ink.dreamnet.halo.sink;

import ink.dreamnet.halo.core.BackgroundLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread of one sink, so that none waits for another.
final class SinkWorker extends BackgroundLoop {

    private static final Logger LOG = LoggerFactory.getLogger(SinkWorker.class);

    private final String sink;
    private final DeliveryRound round;
    private boolean checked;

    SinkWorker(String sink, DeliveryRound round) {
        super("halo-sink-" + sink, "Sink %s cannot be served".formatted(sink));
        this.sink = sink;
        this.round = round;
    }

    @Override
    protected boolean step(boolean woken) throws InterruptedException {
        if (!checked) {
            checked = true;
            check();
        }
        return round.run();
    }

    private void check() {
        try {
            round.check();
        } catch (RuntimeException broken) {
            LOG.warn("Sink {} cannot be checked", sink, broken);
        }
    }
}
