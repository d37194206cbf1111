package ink.dreamnet.halo.resonance.pattern;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.memory.statistics.EProcess;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Repaired;
import ink.dreamnet.halo.resonance.timeline.Timeline;

/// Finds repairs that succeed and do not last.
///
/// A repair that was found to be effective is a trial: it does not last where its subject is weak again within 24 hours. Another repair
/// within that time is part of the same trial. The first return begins the hypothesis; each trial after it is evidence against
/// "it comes back in at most half of the cases" ([EProcess]), which is about as often as outages come back that nobody repaired. It ends
/// when the evidence is below a tenth.
///
/// O(repairs + onsets) for each cycle; it holds the trials that are under way and the repairs that ever came back.
final class RepairDetector implements Detector {

    /// Within which time memory counts a return, too.
    private static final long SOON_MS = Spans.DAY_MS;
    /// On 38 public status pages 45 % of all outages came back within 24 hours.
    private static final double BY_ITSELF = 0.5;
    private static final double HOPELESS = Math.log(0.1);
    private static final int LONGEST_KEY = 200;

    private final Map<Integer, Trial> underWay = new HashMap<>();
    private final Deque<Trial> byTime = new ArrayDeque<>();
    private final Map<String, Hypothesis> hypotheses = new HashMap<>();

    private record Trial(Repaired repaired, long sinceMs) {

        String key() {
            String key = "%d:%s/%s/%s".formatted(repaired.subject(), repaired.code(), repaired.strategy(),
                    repaired.step());
            return key.length() > LONGEST_KEY ? key.substring(0, LONGEST_KEY) : key;
        }
    }

    private static final class Hypothesis {
        private EProcess trials = EProcess.NONE;
        private final Evidence evidence = new Evidence();
    }

    @Override
    public String pattern() {
        return "ineffective-repair";
    }

    @Override
    public void cycle(CycleFacts facts, Timeline.Changes changes, Timeline timeline, Findings findings) {
        while (!byTime.isEmpty() && byTime.getFirst().sinceMs() + SOON_MS < facts.atMs()) {
            Trial over = byTime.remove();
            if (underWay.remove(over.repaired().subject(), over)) {
                lasted(over, findings);
            }
        }
        for (Repaired repaired : facts.repairs()) {
            if (repaired.effective() && !underWay.containsKey(repaired.subject())) {
                Trial trial = new Trial(repaired, facts.atMs());
                underWay.put(repaired.subject(), trial);
                byTime.add(trial);
            }
        }
        for (int number : changes.onsets()) {
            Trial trial = underWay.remove(number);
            if (trial != null) {
                cameBack(trial, facts.atMs(), findings);
            }
        }
    }

    private void lasted(Trial trial, Findings findings) {
        String key = trial.key();
        Hypothesis known = hypotheses.get(key);
        if (known == null) {
            return;
        }
        known.trials = known.trials.plus(false);
        if (known.trials.above(BY_ITSELF) < HOPELESS) {
            hypotheses.remove(key);
            findings.end(pattern(), key);
        } else {
            findings.report(finding(key, trial.repaired(), known));
        }
    }

    private void cameBack(Trial trial, long nowMs, Findings findings) {
        String key = trial.key();
        Hypothesis known = hypotheses.get(key);
        if (known == null) {
            known = new Hypothesis();
            hypotheses.put(key, known);
        } else {
            known.trials = known.trials.plus(true);
        }
        known.evidence.add(nowMs);
        findings.report(finding(key, trial.repaired(), known));
    }

    private Finding finding(String key, Repaired repaired, Hypothesis known) {
        long trials = known.trials.successes() + known.trials.failures();
        return new Finding(pattern(), key, List.of(repaired.subject()), Math.exp(known.trials.above(BY_ITSELF)),
                Severity.MEDIUM,
                "{0} was weak again within a day after %d of %d repairs by \"%s\" that succeeded.".formatted(
                        known.trials.successes(), trials, repaired.step()),
                Map.of("n", trials, "cameBack", known.trials.successes(), "code", repaired.code(), "strategy",
                        repaired.strategy(), "step", repaired.step()),
                known.evidence.cyclesMs(),
                List.of("Propose another repair than \"%s\"".formatted(repaired.step()), "Look for the cause"));
    }
}
