package ink.dreamnet.halo.endpoint.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import ink.dreamnet.halo.http.Provenance;
import ink.dreamnet.halo.support.Networks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HostResolverTest {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private final AtomicInteger asked = new AtomicInteger();
    private final BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
    private final HostResolver resolver = new HostResolver(Networks.secured(name -> {
        asked.incrementAndGet();
        if (name.startsWith("none")) {
            throw new UnknownHostException(name);
        }
        return new InetAddress[]{InetAddress.getByAddress(new byte[]{10, 0, 0, 1})};
    }, "10.0.0.0/8"), later::add);

    @AfterEach
    void close() {
        resolver.close();
    }

    private void resolve(String name) throws Exception {
        resolver.resolve(name, Provenance.CONFIGURATION, PATIENCE);
    }

    @Test
    void resolveWhenANameIsFreshAsksOnceAndForgetsItAfterwards() throws Exception {
        for (int i = 0; i < 200; i++) {
            resolve("shop%d.example".formatted(i / 2));
        }
        assertThat(asked).hasValue(100);
        for (int i = 0; i < 100; i++) {
            later.take().run();
        }
        for (int i = 0; i < 100; i++) {
            resolve("shop%d.example".formatted(i));
        }
        assertThat(asked).as("nothing is remembered").hasValue(200);
    }

    @Test
    void resolveWhenThereIsNoSuchNameAsksAgain() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> resolve("none.example")).isInstanceOf(UnknownHostException.class);
        }
        assertThat(asked).hasValue(2);
    }
}
