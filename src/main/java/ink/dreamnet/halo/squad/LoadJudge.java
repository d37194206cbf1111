package ink.dreamnet.halo.squad;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.core.Severity;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Tells whether a squad's load is unevenly spread among its members, by what each of them finished within the window. Only
/// members whose numbers were reported count.
final class LoadJudge {

    private static final TypeReference<Map<String, long[]>> COUNTERS = new TypeReference<>() {
    };
    /// So many tasks per member it takes on the average, so that chance spreads them evenly.
    private static final int TASKS_PER_MEMBER = 10;
    private static final int SHOWN = 10;

    private final SquadProperties properties;
    private final JsonMapper json;

    LoadJudge(SquadProperties properties, JsonMapper json) {
        this.properties = properties;
        this.json = json;
    }

    void judge(SquadActivity activity, AnalyzerResult.Builder result) {
        long windowMs = properties.window().toMillis();
        List<Sample> samples = activity.series().since(activity.nowMs() - windowMs - windowMs / 60);
        if (samples.size() < 2 || samples.getLast().members() == null) {
            SquadIssues.unknown(result, SquadIssues.UNEVEN, activity);
            return;
        }
        Map<String, Long> finished = finished(samples);
        long sum = finished.values().stream().mapToLong(Long::longValue).sum();
        if (finished.size() < 2
                || sum < Math.max(properties.minFinished(), (long) TASKS_PER_MEMBER * finished.size())) {
            SquadIssues.unknown(result, SquadIssues.UNEVEN, activity);
            return;
        }
        double inequality = Inequality.of(finished.values().stream().mapToLong(Long::longValue).toArray());
        if (inequality < properties.unevenFrom()) {
            return;
        }
        List<Map.Entry<String, Long>> byLoad = new ArrayList<>(finished.entrySet());
        byLoad.sort(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey(
                Comparator.naturalOrder())));
        Map.Entry<String, Long> busiest = byLoad.getFirst();
        Map<String, Object> data = SquadIssues.evidence(activity, samples.getFirst().atMs(), samples.getLast().atMs());
        data.put("inequality", SquadIssues.rounded(inequality));
        data.put("threshold", properties.unevenFrom());
        data.put("finished", sum);
        data.put("memberCount", finished.size());
        data.put("members", byLoad.stream().limit(SHOWN)
                .map(member -> Map.of("agent", member.getKey(), "finished", member.getValue())).toList());
        SquadIssues.report(result, SquadIssues.UNEVEN, Severity.MEDIUM, activity,
                "spreads its load unevenly: agent '%s' finished %d of %d tasks (%s), a fair share of %d members is %s"
                        .formatted(busiest.getKey(), busiest.getValue(), sum,
                                SquadIssues.percent((double) busiest.getValue() / sum), finished.size(),
                                SquadIssues.percent(1.0 / finished.size())),
                data);
    }

    /// @return what each of the present members finished
    private Map<String, Long> finished(List<Sample> samples) {
        Map<String, Long> finished = new HashMap<>();
        Map<String, long[]> before = new HashMap<>();
        Map<String, long[]> present = Map.of();
        for (Sample sample : samples) {
            if (sample.members() == null) {
                continue;
            }
            present = json.readValue(sample.members(), COUNTERS);
            present.forEach((agent, counters) -> {
                long[] earlier = before.put(agent, counters);
                if (earlier != null) {
                    // a failed task that is tried again makes that counter fall; only the other one shows a reset
                    long done = counters[0] < earlier[0]
                            ? counters[0] + counters[1]
                            : counters[0] - earlier[0] + Math.max(0, counters[1] - earlier[1]);
                    finished.merge(agent, done, Long::sum);
                }
            });
        }
        finished.keySet().retainAll(present.keySet());
        return finished;
    }
}
