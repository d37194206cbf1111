package ink.dreamnet.halo.wormhole;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.wormhole.Alert.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AlertTest {

    private static final Instant T0 = Instant.parse("2026-01-31T12:00:00Z");

    private static Alert report(Origin origin, String subject, boolean over, int started, int received) {
        Instant at = T0.plusSeconds(received);
        return new Alert(new UUID(1, 1), origin, SubjectRef.parse(subject), "alert.x", Severity.HIGH, "x", Map.of(),
                null, new UUID(2, received), T0.plusSeconds(started), at, at.plus(Duration.ofHours(1)),
                over ? at : null, People.of(over ? "closer" : "at-" + received));
    }

    @ParameterizedTest
    @CsvSource({
            // origin; known: resolved, start, received; report: resolved, start, received; is it resolved then
            "ALERTMANAGER, false, 0, 0, true, 0, 300, true", "ALERTMANAGER, true, 0, 300, false, 0, 0, true",
            "ALERTMANAGER, true, 0, 300, false, 0, 330, true", "ALERTMANAGER, true, 0, 300, false, 0, 361, false",
            "ALERTMANAGER, false, 0, 400, true, 0, 300, false", "ALERTMANAGER, false, 0, 310, true, 0, 300, true",
            "ALERTMANAGER, true, 100, 300, false, 0, 900, true", "ALERTMANAGER, true, 0, 300, false, 310, 311, false",
            "ALERTMANAGER, false, 310, 311, true, 0, 900, true", "ALERTMANAGER, false, 310, 311, true, 0, 305, false",
            "ALERTMANAGER, false, 310, 990, true, 0, 900, false", "EVENT, false, 0, 0, true, 5, 5, true",
            "EVENT, true, 5, 5, false, 0, 0, true", "EVENT, false, 5, 5, true, 0, 0, false",
            "EVENT, true, 5, 5, false, 6, 6, false"})
    void mergeDecidesWhichReportCounts(Origin origin, boolean knownOver, int knownStart, int knownReceived,
            boolean over, int start,
            int received, boolean overThen) {
        Alert known = report(origin, "endpoint:a", knownOver, knownStart, knownReceived);
        Alert now = known.merge(report(origin, "endpoint:a", over, start, received));
        assertThat(now.resolvedAt() != null).isEqualTo(overThen);
    }

    @Test
    void mergeWhenOneOfAPairSawItFirstGoesOn() {
        Alert known = report(Origin.ALERTMANAGER, "endpoint:a", false, 310, 311);
        Alert now = known.merge(report(Origin.ALERTMANAGER, "endpoint:a", false, 0, 900));
        assertThat(now.startedAt()).isEqualTo(T0.plusSeconds(310));
        assertThat(now.receivedAt()).isEqualTo(T0.plusSeconds(900));
        assertThat(now.expiresAt()).isEqualTo(T0.plusSeconds(900).plus(Duration.ofHours(1)));
    }

    @Test
    void mergeNamesWhoeverReportedThatItFiresUntilItIsResolved() {
        Alert both = report(Origin.EVENT, "endpoint:a", false, 0, 0)
                .merge(report(Origin.EVENT, "endpoint:a", false, 1, 1));
        assertThat(both.reportedBy().names()).containsExactly("at-0", "at-1");
        Alert over = both.merge(report(Origin.EVENT, "endpoint:a", true, 2, 2));
        assertThat(over.reportedBy()).isEqualTo(both.reportedBy());
        assertThat(over.merge(report(Origin.EVENT, "endpoint:a", false, 3, 3)).reportedBy().names())
                .containsExactly("at-3");
    }

    @Test
    void mergeWhenItIsResolvedKeepsItsSubject() {
        Alert known = report(Origin.ALERTMANAGER, "endpoint:a", false, 0, 0);
        Alert resolved = known.merge(report(Origin.ALERTMANAGER, "environment:outside", true, 0, 300));
        assertThat(resolved.subject()).isEqualTo(SubjectRef.parse("endpoint:a"));
        assertThat(resolved.event()).isEqualTo(new UUID(2, 300));
    }
}
