package ink.dreamnet.halo.sink;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PendingDeliveryTest {

    private static final DeliverySettings DELIVERY = new DeliverySettings(Duration.ofSeconds(1),
            Duration.ofSeconds(1), 3, Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 3,
            Duration.ofSeconds(1), 1);

    @ParameterizedTest
    @CsvSource({
            // the receiver does not work, does not answer or is overloaded
            "500,1000,PT1H,false", "503,3,PT59M,false", "429,1000,PT1H,false", "408,1000,PT1H,false",
            ",1000,PT1H,false", "500,1,PT1H0.001S,true", ",1,PT2H,true",
            // it works and refuses
            "404,2,PT59M,false", "404,3,PT1S,true", "401,3,PT1S,true", "301,3,PT1S,true", "200,3,PT1S,true",
            "404,1,PT2H,true"})
    void isDeadDependsOnWhoIsToBlame(@Nullable Integer status, int attempts, Duration age, boolean expected) {
        assertThat(PendingDelivery.isDead(status, attempts, age, DELIVERY)).isEqualTo(expected);
    }
}
