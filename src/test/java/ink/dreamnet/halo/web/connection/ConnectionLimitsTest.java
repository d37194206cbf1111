package ink.dreamnet.halo.web.connection;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

import ink.dreamnet.halo.core.Sender;
import ink.dreamnet.halo.support.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ConnectionLimitsTest {

    private static ConnectionLimits limits(@Nullable Integer max, @Nullable Integer perAddress, String unlimited) {
        return new ConnectionLimits(max, perAddress, List.of(unlimited), Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({"512, 1000000, 2730", "4096, 1000000, 8192", "8, 1000000, 64", "512, 1024, 512", "512, 100, 64"})
    void maxWhenNotSetFollowsTheHeapAndTheFileDescriptors(long heapMb, long descriptors, int connections) {
        assertThat(ConnectionLimits.derived(heapMb << 20, descriptors)).isEqualTo(connections);
    }

    @Test
    void maxPerAddressWhenNotSetIsHalf() {
        assertThat(limits(100, null, "::1").perSender()).isEqualTo(50);
    }

    @Test
    void limitsWhenWrongNameTheProperty() {
        assertThatIllegalArgumentException().isThrownBy(() -> limits(15, null, "::1"))
                .withMessage("halo.web.connections.max is 15, not between 16 and 100000");
        assertThatIllegalArgumentException().isThrownBy(() -> limits(16, 17, "::1"))
                .withMessageStartingWith("halo.web.connections.max-per-address is 17");
        assertThatIllegalArgumentException().isThrownBy(() -> limits(16, 8, "proxy.example"))
                .withMessageStartingWith("halo.web.connections.unlimited-addresses has 'proxy.example'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConnectionLimits(16, 8, List.of(), Duration.ofMillis(10)))
                .withMessageStartingWith("halo.web.connections.body-timeout is PT0.01S");
    }

    @Test
    void senderIsTheAddressOrTheNetworkOfIpv6() {
        OpenConnections open = new OpenConnections(limits(16, 8, "10.1.0.0/16"),
                new ConnectionCloses(new SimpleMeterRegistry(), new TestClock()));

        assertThat(open.sender(InetAddress.ofLiteral("192.0.2.1")))
                .isNotEqualTo(open.sender(InetAddress.ofLiteral("192.0.2.2"))).isEqualTo(Sender.of("192.0.2.1"));
        assertThat(open.sender(InetAddress.ofLiteral("2001:db8::1")))
                .isEqualTo(open.sender(InetAddress.ofLiteral("2001:db8::ffff:1")))
                .isNotEqualTo(open.sender(InetAddress.ofLiteral("2001:db8:0:1::1")));
        assertThat(open.sender(InetAddress.ofLiteral("10.1.2.3"))).isNull();
        assertThat(open.sender((InetAddress) null)).isNull();
        assertThat(Sender.of("unknown")).isEqualTo("unknown");
    }

    @Test
    void healthWhenRoomLacksForAMinuteIsDegraded() {
        TestClock clock = new TestClock();
        ConnectionCloses closes = new ConnectionCloses(new SimpleMeterRegistry(), clock);

        closes.count(CloseReason.FULL);
        assertThat(closes.health().getStatus()).isEqualTo(Status.UP);
        for (int i = 0; i < 4; i++) {
            clock.advance(Duration.ofSeconds(15));
            closes.count(CloseReason.REFUSED);
        }
        Health lasting = closes.health();
        assertThat(lasting.getStatus()).isEqualTo(ConnectionCloses.DEGRADED);
        assertThat(lasting.getDetails()).containsKey("fullSince");

        clock.advance(Duration.ofSeconds(21));
        assertThat(closes.health().getStatus()).isEqualTo(Status.UP);
        closes.count(CloseReason.ADDRESS_FULL);
        assertThat(closes.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void healthWhenSlowRequestsAreCutOffIsUp() {
        TestClock clock = new TestClock();
        ConnectionCloses closes = new ConnectionCloses(new SimpleMeterRegistry(), clock);
        for (int i = 0; i < 10; i++) {
            closes.count(CloseReason.HEADER_TIMEOUT);
            closes.count(CloseReason.BODY_TIMEOUT);
            clock.advance(Duration.ofSeconds(15));
        }
        assertThat(closes.health().getStatus()).isEqualTo(Status.UP);
    }
}
