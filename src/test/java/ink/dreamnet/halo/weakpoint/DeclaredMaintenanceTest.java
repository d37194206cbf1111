package ink.dreamnet.halo.weakpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.weakpoint.DeclaredMaintenance.Window;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DeclaredMaintenanceTest {

    private static Window window(String id, String matcher, String cron) {
        return new Window(id, List.of(matcher), false, "planned", cron, "Europe/Berlin", Duration.ofHours(1));
    }

    @Test
    void windowsWhenRightHoldInTheirTimes() {
        DeclaredMaintenance declared = new DeclaredMaintenance(
                List.of(window("nightly", "labels.tier=batch", "0 3 * * *")));
        Silence nightly = Objects.requireNonNull(declared.windows().get("nightly"));
        assertThat(nightly.kind()).isEqualTo(Silence.Kind.MAINTENANCE);
        Instant open = Instant.parse("2026-01-10T02:30:00Z");
        assertThat(nightly.state(open)).isEqualTo(Silence.State.ACTIVE);
        assertThat(nightly.activeUntil(open)).hasValue(Instant.parse("2026-01-10T03:00:00Z"));
        assertThat(nightly.state(open.plusSeconds(3600))).isEqualTo(Silence.State.PENDING);
        assertThat(nightly.nextStart(open.plusSeconds(3600))).hasValue(Instant.parse("2026-01-11T02:00:00Z"));
    }

    @Test
    void windowsWhenWrongRefuseTheStartAndNameEveryProperty() {
        DeclaredMaintenance wrong = new DeclaredMaintenance(List.of(window("a", "owner=me", "0 3 * * *"),
                window("b", "code=a.b", "never"), window("b", "subject=*", "0 3 * * *"),
                new Window(null, null, false, null, "0 3 * * *", "Mars", null)));
        assertThatThrownBy(wrong::windows).isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("halo.maintenance[0].matchers[0]")
                .hasMessageContaining("halo.maintenance[1].cron")
                .hasMessageContaining("halo.maintenance[2].everything").hasMessageContaining("halo.maintenance[3].id")
                .hasMessageContaining("halo.maintenance[3].matchers").hasMessageContaining(
                        "halo.maintenance[3].comment")
                .hasMessageContaining("halo.maintenance[3].duration");
    }

    @Test
    void windowsWhenOneIdIsThereTwiceRefuseTheStart() {
        Window window = window("twice", "code=a.b", "0 3 * * *");
        assertThatThrownBy(() -> new DeclaredMaintenance(List.of(window, window)).windows())
                .isInstanceOf(StartRefusedException.class).hasMessageContaining("'twice' is declared twice");
    }
}
