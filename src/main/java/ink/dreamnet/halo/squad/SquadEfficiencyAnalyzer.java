package ink.dreamnet.halo.squad;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.analysis.AnalysisContext;
import ink.dreamnet.halo.analysis.Analyzer;
import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.core.Settings;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.squad.SampleStore.Key;
import ink.dreamnet.halo.squad.SquadPull.Pulled;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Squad efficiency analyzer: analyzes squad performance and detects inefficient squads, which fail too often, work slower than they did or than their peers, pile up a backlog, or spread their load
/// unevenly. Reads the whole fleet whatever the scope, because peers are compared; judges what is in the scope.
@Component
class SquadEfficiencyAnalyzer implements Analyzer {

    private static final Duration MARGIN = Duration.ofMillis(500);

    private final SquadFleet fleet;
    private final SquadPull squadBuilder;
    private final SampleLog log;
    private final SampleStore store;
    private final OwnRecord ownRecord;
    private final SquadProperties properties;
    private final SquadJudges judges;
    private final Clock clock;

    SquadEfficiencyAnalyzer(SquadFleet fleet, SquadPull squadBuilder, SampleLog log, SampleStore store,
            OwnRecord ownRecord, SquadProperties properties, JsonMapper json, Clock clock) {
        this.fleet = fleet;
        this.squadBuilder = squadBuilder;
        this.log = log;
        this.store = store;
        this.ownRecord = ownRecord;
        this.properties = properties;
        this.judges = new SquadJudges(properties, json);
        this.clock = clock;
    }

    @Override
    public boolean runsInSafeMode() {
        return false;
    }

    @Override
    public AnalyzerResult analyze(AnalysisContext context) throws InterruptedException {
        AnalyzerResult.Builder result = AnalyzerResult.builder();
        if (!fleet.concerns(context.scope())) {
            return result.build();
        }
        Pulled pulled = squadBuilder.pull(Duration.between(clock.instant(), context.deadline()).dividedBy(2));
        Map<Key, Series> all = store.all();
        if (pulled.numbers() != null) {
            log.counted(Origin.SQUAD_BUILDER, pulled.numbers(), all);
        }
        long now = clock.millis();
        Map<String, Squad> squads = fleet.all();
        Map<String, Sample> own = ownRecord.samples(now);
        own.keySet().retainAll(squads.keySet());
        log.counted(Origin.HALO, own, all);
        log.rollUp(all, now);
        report(pulled, squads, all, result);
        List<SquadActivity> activities = new ArrayList<>();
        int unreported = 0;
        for (Squad squad : squads.values()) {
            Series series = series(squad, all, pulled);
            if (series == null || !fresh(series, pulled, now)) {
                unreported += context.includes(squad.subject()) ? 1 : 0;
            } else {
                activities.add(SquadActivity.of(squad, series, now, properties));
            }
        }
        if (pulled.unserved() != null) {
            result.note(
                    "Squad Builder has no metrics of squads (%s), so they are judged by what HALO dispatched to them"
                            .formatted(pulled.unserved()));
        }
        judge(activities, unreported, pulled.unusable(), context, result);
        return result.build();
    }

    private void judge(List<SquadActivity> activities, int unreported, int unusable, AnalysisContext context,
            AnalyzerResult.Builder result) {
        Map<String, Peers> peers = Peers.of(activities);
        int late = 0;
        for (SquadActivity activity : activities) {
            if (!context.includes(activity.squad().subject())) {
                continue;
            }
            if (Thread.currentThread().isInterrupted()
                    || !clock.instant().isBefore(context.deadline().minus(MARGIN))) {
                late++;
                continue;
            }
            judges.judge(activity, peers.get(activity.squad().peerGroup()), result);
        }
        if (unusable > 0) {
            result.note("%d entries of Squad Builder's lists have no usable id and are not watched".formatted(
                    unusable));
        }
        if (unreported > 0) {
            result.note("Of %d squads there are no numbers of the last %s, so nothing is known of them".formatted(
                    unreported, SquadIssues.duration(properties.fresh().toMillis())));
        }
        if (late > 0) {
            result.note("%d squads were not judged before the deadline".formatted(late));
        }
    }

    private void report(Pulled pulled, Map<String, Squad> squads, Map<Key, Series> all,
            AnalyzerResult.Builder result) {
        int theirs = (int) squads.values().stream().filter(squad -> {
            Series series = series(squad, all, pulled);
            return squad.pulled() || series != null && series.origin() == Origin.SQUAD_BUILDER;
        }).count();
        if (pulled.failure() != null && (squadBuilder.configured() || theirs > 0)) {
            result.issue(SquadIssues.sourceFailed(pulled.failure(), theirs, pulled.numbers() != null,
                    squadBuilder.state(), clock.instant()));
        } else {
            result.checked(SquadIssues.SQUAD_BUILDER);
        }
    }

    private static @Nullable Series series(Squad squad, Map<Key, Series> all, Pulled pulled) {
        for (Origin origin : squad.origins()) {
            Series series = all.get(new Key(squad.id(), origin));
            boolean over = origin == Origin.SQUAD_BUILDER && pulled.unserved() != null;
            if (series != null && !series.isEmpty() && !over) {
                return series;
            }
        }
        return null;
    }

    /// What was pulled is fresh where this very pull had it; what was reported, for a while.
    private boolean fresh(Series series, Pulled pulled, long now) {
        return switch (series.origin()) {
            case SQUAD_BUILDER -> pulled.numbers() != null && pulled.numbers().containsKey(series.squadId());
            case HALO -> true;
            // a clock that was set back leaves numbers of the future
            case PUSHED -> Math.abs(now - series.last().atMs()) <= properties.fresh().toMillis();
        };
    }

    @Override
    public Map<String, Object> options() {
        return Settings.of(properties);
    }

    @Override
    public Set<SubjectRef> watched(Collection<SubjectRef> subjects) {
        return fleet.watched(subjects);
    }

    @Override
    public boolean watches(SubjectRef subject) {
        return fleet.watches(subject);
    }
}
