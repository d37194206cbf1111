package ink.dreamnet.halo.squad;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.support.Effort;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class SquadJudgesTest {

    private static final int HEALTHY = Effort.of(400, 1000);
    private static final int SICK = Effort.of(25, 50);

    static final SquadProperties DEFAULTS = new Binder(new MapConfigurationPropertySource(Map.of()))
            .bindOrCreate("halo.squad", SquadProperties.class);
    private static final SquadJudges JUDGES = new SquadJudges(DEFAULTS, JsonMapper.builder().build());

    private static AnalyzerResult judge(SimulatedSquad squad, SimulatedSquad... peers) {
        List<SquadActivity> activities = new ArrayList<>();
        SquadActivity activity = activity(squad);
        activities.add(activity);
        for (SimulatedSquad peer : peers) {
            activities.add(activity(peer));
        }
        AnalyzerResult.Builder result = AnalyzerResult.builder();
        JUDGES.judge(activity, Peers.of(activities).get(""), result);
        return result.build();
    }

    private static SquadActivity activity(SimulatedSquad squad) {
        return SquadActivity.of(squad.squad, squad.series, squad.nowMs, DEFAULTS);
    }

    private static SimulatedSquad healthy(long seed, Duration time) {
        SimulatedSquad squad = new SimulatedSquad("blue", seed);
        squad.run(time, DEFAULTS);
        return squad;
    }

    private static Issue only(AnalyzerResult result) {
        assertThat(result.issues()).hasSize(1);
        return result.issues().getFirst();
    }

    private static Sample counted(long at, long completed, long failed) {
        return new Sample(at, 0L, null, completed, failed, null, null);
    }

    private static AnalyzerResult counts(long completed, long failed) {
        SimulatedSquad squad = new SimulatedSquad("few", 1);
        squad.series.samples().add(counted(squad.nowMs - 1_800_000, 1000, 10));
        squad.series.samples().add(counted(squad.nowMs, 1000 + completed, 10 + failed));
        return judge(squad);
    }

    @Test
    void failingIsJudgedByTheLowerBound() {
        assertThat(counts(2, 1).issues()).isEmpty();
        assertThat(counts(2, 1).observed(new SimulatedSquad("few", 1).squad.subject(), SquadIssues.FAILING))
                .as("3 tasks are too few to be called well").isFalse();
        assertThat(counts(95, 5).issues()).isEmpty();
        assertThat(counts(95, 5).observed(new SimulatedSquad("few", 1).squad.subject(), SquadIssues.FAILING)).isTrue();
        Issue issue = only(counts(60, 40));
        assertThat(issue.code()).isEqualTo("squad.failing");
        assertThat(issue.id()).isEqualTo("squad-failing-few");
        assertThat(issue.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(issue.data()).containsEntry("finished", 100L).containsEntry("failed", 40L).containsEntry("rate", 0.4)
                .containsEntry("lowerBound", 0.3094).containsEntry("upperBound", 0.498)
                .containsEntry("threshold", 0.2).containsEntry("confidence", 0.95).containsEntry("basis", "window")
                .containsKeys("from", "to");
        assertThat(issue.description()).isEqualTo(
                "Squad 'few' failed in 40 of 100 tasks in the last 30 min; its failure rate is at least 31 % with 95 % confidence");
        assertThat(only(counts(400, 600)).severity()).isEqualTo(Severity.HIGH);
        assertThat(only(counts(10, 90)).severity()).isEqualTo(Severity.CRITICAL);
        assertThat(counts(60, 40).recommendations()).singleElement()
                .satisfies(each -> assertThat(each.target()).isEqualTo("squad:few"));
    }

    @Test
    void failingWhenSeenOnceIsJudgedByAllItHasCounted() {
        SimulatedSquad squad = new SimulatedSquad("new", 1);
        squad.series.samples().add(counted(squad.nowMs, 60, 40));
        Issue issue = only(judge(squad));
        assertThat(issue.data()).containsEntry("basis", "lifetime").doesNotContainKey("from");
        assertThat(issue.description()).contains("since its counters began");
    }

    @Test
    void failingWhenItBeganJustNowIsSeenInTheRecentPart() {
        SimulatedSquad squad = healthy(5, Duration.ofHours(6));
        squad.failureRate = 0.5;
        int samples = 0;
        while (judge(squad).issues().isEmpty() && samples < 12) {
            squad.run(Duration.ofMinutes(5), DEFAULTS);
            samples++;
        }
        assertThat(samples).isBetween(1, 6);
        assertThat(only(judge(squad)).data()).containsEntry("basis", "recent");
    }

    @Test
    void slowWhenSlowerThanItsPastSaysByHowMuch() {
        SimulatedSquad squad = healthy(3, Duration.ofHours(36));
        assertThat(judge(squad).issues()).isEmpty();
        assertThat(judge(squad).observed(squad.squad.subject(), SquadIssues.SLOW)).isTrue();
        squad.meanDurationMs = 80_000;
        squad.run(Duration.ofHours(1), DEFAULTS);
        Issue issue = only(judge(squad));
        assertThat(issue.code()).isEqualTo("squad.slow");
        assertThat(issue.severity()).isEqualTo(Severity.HIGH);
        assertThat(issue.data()).containsKeys("medianMs", "p95Ms", "pastMedianMs", "pastP95Ms", "pastSpreadFactor",
                "pastHours", "deviation", "ratio", "from", "to", "tasks", "intervals")
                .containsEntry("statistic", "median")
                .containsEntry("deviationThreshold", 4.0).containsEntry("ratioThreshold", 1.5);
        assertThat((Double) issue.data().get("medianMs")).isBetween(60_000.0, 110_000.0);
        assertThat((Double) issue.data().get("pastMedianMs")).isBetween(15_000.0, 25_000.0);
    }

    @Test
    void slowWhenOnlyTheTailIsSlowNamesTheTail() {
        SimulatedSquad squad = healthy(9, Duration.ofHours(36));
        for (int i = 0; i < 12; i++) {
            squad.meanDurationMs = i % 4 == 0 ? 90_000 : 20_000;
            squad.run(Duration.ofMinutes(5), DEFAULTS);
        }
        assertThat(only(judge(squad)).data()).containsEntry("statistic", "p95");
    }

    @Test
    void slowWhenThePastIsTooShortIsUnknown() {
        SimulatedSquad squad = healthy(3, Duration.ofHours(6));
        assertThat(judge(squad).observed(squad.squad.subject(), SquadIssues.SLOW)).isFalse();
        assertThat(judge(squad).observed(squad.squad.subject(), SquadIssues.SLOWER_THAN_PEERS)).isFalse();
    }

    @Test
    void slowerThanPeersWhenFarFromThemSaysSo() {
        SimulatedSquad[] peers = new SimulatedSquad[10];
        for (int i = 0; i < peers.length; i++) {
            SimulatedSquad peer = new SimulatedSquad("peer" + i, 40 + i);
            peer.meanDurationMs = 15_000 + 1_500 * i;
            peer.run(Duration.ofHours(3), DEFAULTS);
            peers[i] = peer;
        }
        SimulatedSquad twin = healthy(8, Duration.ofHours(3));
        assertThat(judge(twin, peers).issues()).isEmpty();
        assertThat(judge(twin, peers).observed(twin.squad.subject(), SquadIssues.SLOWER_THAN_PEERS)).isTrue();
        SimulatedSquad slow = new SimulatedSquad("slow", 8);
        slow.meanDurationMs = 300_000;
        slow.run(Duration.ofHours(3), DEFAULTS);
        Issue issue = only(judge(slow, peers));
        assertThat(issue.code()).isEqualTo("squad.slower-than-peers");
        assertThat(issue.data()).containsEntry("peers", 10).containsKeys("peersMedianMs", "deviation", "ratio");
    }

    @Test
    void backlogWhenItGrowsFasterThanItDrainsSaysSo() {
        SimulatedSquad squad = healthy(4, Duration.ofHours(6));
        assertThat(judge(squad).observed(squad.squad.subject(), SquadIssues.BACKLOG)).isTrue();
        squad.overload = 1.5;
        squad.run(Duration.ofHours(1), DEFAULTS);
        Issue issue = only(judge(squad));
        assertThat(issue.code()).isEqualTo("squad.backlog-growing");
        assertThat(issue.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(issue.data()).containsEntry("drains", false).containsEntry("measure", "runningTasks")
                .containsKeys("growthPerHour", "finishedPerHour", "arrivingPerHour", "clearMsWithoutArrivals", "chance",
                        "score", "samples");
        assertThat(number(issue, "growthPerHour") / number(issue, "finishedPerHour")).isBetween(1.2, 1.8);
        assertThat(issue.description()).contains("at this rate it never drains");
    }

    private static double number(Issue issue, String name) {
        return issue.data().get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    @Test
    void backlogWhenNothingFinishesIsCritical() {
        SimulatedSquad squad = new SimulatedSquad("stuck", 4);
        for (int i = 0; i < 8; i++) {
            squad.series.samples().add(new Sample(squad.nowMs + i * 300_000L, 3L, 10L + 5L * i, 100, 0, 5.0, null));
        }
        squad.nowMs += 7 * 300_000;
        Issue issue = only(judge(squad));
        assertThat(issue.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(issue.data()).containsEntry("measure", "queuedTasks").containsEntry("first", 10L)
                .containsEntry("last", 45L).doesNotContainKey("clearMsWithoutArrivals");
        assertThat(issue.description()).contains("no task has finished meanwhile");
    }

    @Test
    void loadWhenOneDoesMostIsUneven() {
        AnalyzerResult even = shared(List.of(0.25, 0.25, 0.25, 0.25));
        assertThat(even.issues()).isEmpty();
        assertThat(even.observed(even.observed().iterator().next(), SquadIssues.UNEVEN)).isTrue();
        Issue issue = only(shared(List.of(0.1, 0.7, 0.1, 0.1)));
        assertThat(issue.code()).isEqualTo("squad.load-uneven");
        assertThat(issue.data()).containsEntry("memberCount", 4).containsKeys("inequality", "members", "finished");
        assertThat(issue.description()).contains("agent 'agent-1' finished")
                .contains("a fair share of 4 members is 25 %");
        AnalyzerResult unknown = judge(healthy(6, Duration.ofHours(3)));
        assertThat(unknown.observed(unknown.observed().iterator().next(), SquadIssues.UNEVEN)).isFalse();
    }

    private static AnalyzerResult shared(List<Double> shares) {
        SimulatedSquad squad = new SimulatedSquad("team", 6);
        squad.shares = shares;
        squad.run(Duration.ofHours(3), DEFAULTS);
        return judge(squad);
    }

    @Test
    void idleWhenNothingHappenedAllWindowIsOnlyARecommendation() {
        SimulatedSquad squad = new SimulatedSquad("idle", 6);
        squad.perHour = 0;
        squad.run(Duration.ofHours(2), DEFAULTS);
        assertThat(judge(squad).recommendations()).as("not for the whole window").isEmpty();
        squad.run(Duration.ofHours(2), DEFAULTS);
        AnalyzerResult result = judge(squad);
        assertThat(result.issues()).isEmpty();
        assertThat(result.recommendations()).singleElement()
                .satisfies(each -> assertThat(each.action()).isEqualTo("review-idle-squad"));
    }

    /// Healthy squads, each judged once at another hour of its day, and sick ones: how often is a healthy one
    /// accused, and how soon is a sick one found?
    @Test
    void falseAlarmsAreRareAndTheSickAreFoundSoon() {
        Map<String, Integer> accused = new TreeMap<>();
        for (int run = 0; run < HEALTHY; run++) {
            SimulatedSquad squad = healthy(1000 + run, run);
            judge(squad).issues().forEach(issue -> accused.merge(issue.code(), 1, Integer::sum));
        }
        assertThat(accused.values().stream().mapToInt(Integer::intValue).sum())
                .as("of %d healthy windows: %s", HEALTHY, accused)
                .isLessThanOrEqualTo(HEALTHY / 200);
        Map<String, Integer> slowest = new HashMap<>();
        slowest.put(SquadIssues.FAILING, samplesUntil(SquadIssues.FAILING, squad -> squad.failureRate = 0.4));
        slowest.put(SquadIssues.SLOW, samplesUntil(SquadIssues.SLOW, squad -> squad.meanDurationMs *= 3));
        slowest.put(SquadIssues.BACKLOG, samplesUntil(SquadIssues.BACKLOG, squad -> squad.overload = 1.5));
        assertThat(slowest.values()).as("samples until the slowest of %d was found: %s", SICK, slowest)
                .allMatch(samples -> samples <= 12);
    }

    private static SimulatedSquad healthy(long seed, int run) {
        SimulatedSquad squad = new SimulatedSquad("s" + run, seed);
        squad.perHour = new double[]{24, 60, 240, 600}[run % 4];
        squad.meanDurationMs = new double[]{2_000, 20_000, 120_000}[run % 3];
        squad.run(Duration.ofHours(30).plusMinutes(run % 24 * 60L), DEFAULTS);
        return squad;
    }

    private static int samplesUntil(String code, Consumer<SimulatedSquad> sicken) {
        int most = 0;
        for (int run = 0; run < SICK; run++) {
            SimulatedSquad squad = new SimulatedSquad("sick", 5000 + run);
            squad.run(Duration.ofHours(30).plusHours(run % 24), DEFAULTS);
            sicken.accept(squad);
            int samples = 0;
            while (found(squad, code) == null && samples < 40) {
                squad.run(Duration.ofMinutes(5), DEFAULTS);
                samples++;
            }
            most = Math.max(most, samples);
        }
        return most;
    }

    private static @Nullable Issue found(SimulatedSquad squad, String code) {
        return judge(squad).issues().stream().filter(issue -> issue.code().equals(code)).findFirst().orElse(null);
    }

    /// A failed task that is tried again counts as failed no more; nothing says that a thousand tasks have just been done.
    @Test
    void failingWhenAFailedTaskIsTriedAgainIsNotJudgedByItsWholePast() {
        SimulatedSquad squad = new SimulatedSquad("retries", 1);
        squad.series.samples().add(counted(squad.nowMs - 600_000, 1000, 800));
        squad.series.samples().add(counted(squad.nowMs - 300_000, 1030, 799));
        squad.series.samples().add(counted(squad.nowMs, 1060, 800));
        assertThat(judge(squad).issues()).isEmpty();
        assertThat(judge(squad).observed(squad.squad.subject(), SquadIssues.FAILING)).isTrue();
    }

    @Test
    void loadWhenAFailedTaskIsTriedAgainIsNotCountedAnew() {
        SimulatedSquad squad = new SimulatedSquad("retries", 1);
        for (int i = 0; i < 3; i++) {
            squad.series.samples().add(new Sample(squad.nowMs - (2 - i) * 300_000L, 0L, null, 5000 + 40L * i, 50, null,
                    "{\"a\":[%d,%d],\"b\":[%d,0]}".formatted(4000 + 20 * i, 50 - i, 1000 + 20 * i)));
        }
        assertThat(judge(squad).issues()).isEmpty();
        assertThat(judge(squad).observed(squad.squad.subject(), SquadIssues.UNEVEN)).isTrue();
    }

    /// In the first hour of a day's work nothing can have finished where each task takes three.
    @Test
    void backlogWhenTasksTakeLongerThanAnHourIsNotStuckBecauseNoneFinished() {
        SimulatedSquad squad = new SimulatedSquad("slow-work", 1);
        for (int i = 0; i <= 10; i++) {
            squad.series.samples().add(new Sample(squad.nowMs - (10 - i) * 300_000L, 3L * i, null, 5000, 10,
                    3 * 3_600_000.0, null));
        }
        assertThat(judge(squad).issues()).isEmpty();
    }
}
