package ink.dreamnet.halo.wormhole.out;

import java.time.Clock;

import ink.dreamnet.halo.task.channel.HttpSender;

/// Opens an HTTP client for one sink: each has connections of its own, so that a slow one takes none from the others.
final class SinkHttp {

    private static final int MAX_ANSWER = 64 * 1024;

    private SinkHttp() {
    }

    static HttpSender open(SinkProperties.Delivery delivery, Clock clock) {
        return new HttpSender(delivery.connectTimeout(), delivery.timeout(), MAX_ANSWER, clock);
    }
}
