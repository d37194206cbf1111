package ink.dreamnet.halo.wormhole;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.wormhole.Alert.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AlertTest {

    private static final Instant T0 = Instant.parse("2026-01-31T12:00:00Z");

    private static Alert word(Origin origin, String subject, boolean over, int started, int heard) {
        Instant at = T0.plusSeconds(heard);
        return new Alert(new UUID(1, 1), origin, SubjectRef.parse(subject), "alert.x", Severity.HIGH, "x", Map.of(),
                null, new UUID(2, heard), T0.plusSeconds(started), at, at.plus(Duration.ofHours(1)), over ? at : null);
    }

    @ParameterizedTest
    @CsvSource({
            // origin, what is known: over, start, heard; the word: over, start, heard; is it over then
            "ALERTMANAGER, false, 0, 0, true, 0, 300, true", "ALERTMANAGER, true, 0, 300, false, 0, 0, true",
            "ALERTMANAGER, true, 0, 300, false, 0, 330, true", "ALERTMANAGER, true, 0, 300, false, 0, 361, false",
            "ALERTMANAGER, false, 0, 400, true, 0, 300, false", "ALERTMANAGER, false, 0, 310, true, 0, 300, true",
            "ALERTMANAGER, true, 100, 300, false, 0, 900, true", "ALERTMANAGER, true, 0, 300, false, 310, 311, false",
            "ALERTMANAGER, false, 310, 311, true, 0, 900, true", "ALERTMANAGER, false, 310, 311, true, 0, 305, false",
            "ALERTMANAGER, false, 310, 990, true, 0, 900, false", "EVENT, false, 0, 0, true, 5, 5, true",
            "EVENT, true, 5, 5, false, 0, 0, true", "EVENT, false, 5, 5, true, 0, 0, false",
            "EVENT, true, 5, 5, false, 6, 6, false"})
    void hearTellsWhatCounts(Origin origin, boolean knownOver, int knownStart, int knownHeard, boolean over, int start,
            int heard, boolean overThen) {
        Alert known = word(origin, "endpoint:a", knownOver, knownStart, knownHeard);
        Alert now = known.hear(word(origin, "endpoint:a", over, start, heard));
        assertThat(now.resolvedAt() != null).isEqualTo(overThen);
    }

    @Test
    void hearWhenOneOfAPairSawItFirstGoesOn() {
        Alert known = word(Origin.ALERTMANAGER, "endpoint:a", false, 310, 311);
        Alert now = known.hear(word(Origin.ALERTMANAGER, "endpoint:a", false, 0, 900));
        assertThat(now.startedAt()).isEqualTo(T0.plusSeconds(310));
        assertThat(now.heardAt()).isEqualTo(T0.plusSeconds(900));
        assertThat(now.expiresAt()).isEqualTo(T0.plusSeconds(900).plus(Duration.ofHours(1)));
    }

    @Test
    void hearWhenItEndsKeepsWhatItIsAbout() {
        Alert known = word(Origin.ALERTMANAGER, "endpoint:a", false, 0, 0);
        Alert over = known.hear(word(Origin.ALERTMANAGER, "environment:outside", true, 0, 300));
        assertThat(over.subject()).isEqualTo(SubjectRef.parse("endpoint:a"));
        assertThat(over.event()).isEqualTo(new UUID(2, 300));
    }
}
