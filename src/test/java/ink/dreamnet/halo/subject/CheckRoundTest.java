package ink.dreamnet.halo.subject;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectList.Listed;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.subject.SubjectStatus.OpenWeakPoint;
import ink.dreamnet.halo.weakpoint.Observations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CheckRoundTest {

    private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");
    private static final SubjectRef SHOP = SubjectRef.parse("endpoint:shop");
    private static final Listed LISTED = new Listed(SHOP, "Shop", null, Map.of(), false);
    private static final OpenWeakPoint BROKEN = new OpenWeakPoint(UUID.randomUUID(), "shop.broken", Severity.HIGH,
            null);

    @Test
    void subjectWhenObservedGetsItsFirstRow() {
        SubjectRow row = after(null, true, List.of(), completed("probe",
                AnalyzerResult.builder().observed(SHOP).measured(SHOP, Map.of("latencyMs", 12)).build()));

        assertThat(row).isNotNull();
        assertThat(row.state()).isEqualTo(SubjectState.UP);
        assertThat(row.result()).isEqualTo("{\"latencyMs\":12}");
        assertThat(row.checkedAt()).isEqualTo(NOW);
    }

    @Test
    void subjectWhenItsAnalyzerFailedIsUnknownUntilThatObservesItAgain() {
        SubjectRow up = up();
        SubjectRow lost = after(up, true, List.of(), Map.of("probe", Set.of(SHOP)), Map.of());
        assertThat(lost.state()).isEqualTo(SubjectState.UNKNOWN);
        assertThat(lost.checks()).isEqualTo("ux");

        SubjectRow other = after(lost, true, List.of(),
                completed("other", AnalyzerResult.builder().observed(SHOP).build()));
        assertThat(other.state()).as("another analyzer saw it").isEqualTo(SubjectState.UNKNOWN);

        SubjectRow again = after(other, true, List.of(),
                completed("probe", AnalyzerResult.builder().observed(SHOP).build()));
        assertThat(again.state()).isEqualTo(SubjectState.UP);
        assertThat(again.checks()).isEqualTo("uxxu");
    }

    @Test
    void subjectThatIsNotDueOrRememberedStaysAsItIs() {
        AnalyzerResult result = AnalyzerResult.builder().observed(SHOP).remembered(SHOP).build();
        CheckRound round = new CheckRound(checked(Map.of(), Map.of(), completed("probe", result)));
        assertThat(round.subjects()).isEmpty();

        SubjectRow same = after(up(), true, List.of(),
                completed("probe", AnalyzerResult.builder().notDue(SHOP).build()));
        assertThat(same).isEqualTo(up());
    }

    @Test
    void subjectOfWhichOnlySomeCodesWereObservedIsNotUpByThat() {
        AnalyzerResult only = AnalyzerResult.builder().observedOnly(SHOP, List.of("shop.reported")).build();
        SubjectRow row = after(SubjectRow.of(LISTED, true, NOW), true, List.of(), completed("reported", only));
        assertThat(row.state()).isEqualTo(SubjectState.UNKNOWN);
        assertThat(row.checks()).isEmpty();

        SubjectRow weak = after(row, true, List.of(BROKEN), completed("reported", only));
        assertThat(weak.state()).isEqualTo(SubjectState.WEAK);
        assertThat(weak.checks()).isEqualTo("h");
    }

    @Test
    void unregisteredSubjectIsThereWhileItIsWatchedOrWeak() {
        AnalyzerResult checked = AnalyzerResult.builder().checked(SHOP).build();
        assertThat(row(null, false, List.of(), checked(Map.of(), Map.of(), completed("source", checked)))).isNull();

        SubjectRow weak = after(null, false, List.of(BROKEN),
                completed("source", AnalyzerResult.builder().observed(SHOP).build()));
        assertThat(weak).isNotNull();
        assertThat(weak.registered()).isFalse();
        assertThat(row(weak, false, List.of(), checked(Map.of(), Map.of(), completed("source", checked)))).isNull();
        assertThat(row(weak, false, List.of(), checked(Map.of(), Map.of("source", Set.of(SHOP))))).isNull();
        assertThat(row(null, false, List.of(BROKEN),
                checked(Map.of(), Map.of(), completed("source", AnalyzerResult.builder().build()))))
                .as("it was removed, and its weak point is yet to be closed").isNull();
    }

    @Test
    void subjectThatAnAnalyzerWatchesNoMoreIsNotUnknownForIt() {
        SubjectRow lost = after(up(), true, List.of(), Map.of("reported", Set.of(SHOP)), Map.of());
        assertThat(after(lost, true, List.of(), Map.of(), Map.of("reported", Set.of(SHOP))).state())
                .isEqualTo(SubjectState.UP);
    }

    private static SubjectRow up() {
        return SubjectRow.of(LISTED, true, NOW).observed(null, NOW);
    }

    private static AnalyzerRun completed(String name, AnalyzerResult result) {
        return new AnalyzerRun(name, AnalyzerStatus.COMPLETED, Duration.ZERO, result, null);
    }

    private static Checked checked(Map<String, Set<SubjectRef>> unobserved, Map<String, Set<SubjectRef>> removed,
            AnalyzerRun... runs) {
        return new Checked(new Observations(UUID.randomUUID(), CycleMode.FULL, new Scope.All(), List.of(runs)), NOW,
                unobserved, removed);
    }

    private static SubjectRow after(@Nullable SubjectRow before, boolean registered, List<OpenWeakPoint> open,
            AnalyzerRun... runs) {
        return after(before, registered, open, checked(Map.of(), Map.of(), runs));
    }

    private static SubjectRow after(@Nullable SubjectRow before, boolean registered, List<OpenWeakPoint> open,
            Map<String, Set<SubjectRef>> unobserved, Map<String, Set<SubjectRef>> removed) {
        return after(before, registered, open, checked(unobserved, removed));
    }

    private static SubjectRow after(@Nullable SubjectRow before, boolean registered, List<OpenWeakPoint> open,
            Checked checked) {
        return Objects.requireNonNull(row(before, registered, open, checked));
    }

    private static @Nullable SubjectRow row(@Nullable SubjectRow before, boolean registered, List<OpenWeakPoint> open,
            Checked checked) {
        return new CheckRound(checked).after(List.of(SHOP), before == null ? Map.of() : Map.of(SHOP, before),
                registered ? Map.of(SHOP, LISTED) : Map.of(), Map.of(SHOP, open)).get(SHOP);
    }
}
