package ink.dreamnet.halo.sink;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventData;
import ink.dreamnet.halo.event.EventType;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.support.CpuTime;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class SinkFilterTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private static SinkFilter filter(String type, String types, String severity) {
        return SinkFilter.of(new SinkSettings("one", type, URI.create("http://sink.example"),
                List.of(types.split(" ")), severity, "cloudevents", List.of(), Map.of(),
                DeliverySettings.DEFAULT,
                AlertmanagerSettings.DEFAULT, null));
    }

    private static WormholeEvent resolved(Map<String, String> data) {
        return WormholeEvent.builder(Direction.OUT, "urn:halo:test", "1", EventType.WEAKPOINT_RESOLVED.wire(), NOW)
                .data(EventData.of(JSON.valueToTree(data))).build();
    }

    @Test
    void resolvedIsWantedByWhoHeardOfItAtItsWorst() {
        SinkFilter serious = filter("webhook", "halo.weakpoint.*", "critical");
        assertThat(serious.matches(resolved(Map.of("severity", "high", "worst", "critical")))).isTrue();
        assertThat(serious.matches(resolved(Map.of("severity", "high", "worst", "high")))).isFalse();
        // staged before there was a worst
        assertThat(serious.matches(resolved(Map.of("severity", "critical")))).isTrue();
        assertThat(filter("webhook", "halo.weakpoint.opened", "info").matches(resolved(Map.of("severity", "high"))))
                .isFalse();
    }

    @Test
    void wantsWhenATypeHasManyStarsAnswersAtOnce() {
        SinkFilter filter = filter("webhook", "*a".repeat(20) + "*b*", "info");
        WormholeEvent event = WormholeEvent.builder(Direction.OUT, "urn:halo:test", "1",
                "a".repeat(WormholeEvent.MAX_TYPE), NOW).build();
        CpuTime.within(Duration.ofSeconds(5), () -> assertThat(filter.matches(event)).isFalse());
    }

    @Test
    void resolvedIsAlwaysWantedByAnAlertmanager() {
        assertThat(filter("alertmanager", "halo.weakpoint.critical", "info")
                .matches(resolved(Map.of("severity", "critical")))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"halo.weakpoint.*,info,MEDIUM,true", "halo.weakpoint.*,error,MEDIUM,false",
            "halo.weakpoint.opened,info,CRITICAL,true", "halo.weakpoint.critical,info,HIGH,false",
            "halo.weakpoint.critical,info,CRITICAL,true", "halo.task.*,info,CRITICAL,false"})
    void openWeakPointIsWantedWhereItsTypeAndSeverityAre(String types, String severity, Severity of, boolean wanted) {
        WeakPoint point = new WeakPoint(Ids.next(), "endpoint-health", "endpoint.down",
                SubjectRef.parse("endpoint:checkout"), of, "it is down", WeakPointState.OPEN, NOW, NOW, 1, 0, false,
                null,
                null, List.of(), Map.of());
        assertThat(filter("alertmanager", types, severity).matches(point)).isEqualTo(wanted);
    }
}
