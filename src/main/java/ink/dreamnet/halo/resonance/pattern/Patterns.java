package ink.dreamnet.halo.resonance.pattern;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.resonance.pattern.PatternState.Hypothesis;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Timeline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs all detectors over each cycle, and raises what they find as insights at one error rate for all ([ErrorRate]).
///
/// A hypothesis is one key of one pattern, from the first report of it until it is ended. It spends one test, with its first report,
/// and is then decided with each report. One that ended and is reported again is a new one. That is a false discovery rate of at most
/// 5 % where a detector decides to report a key by evidence that its e-value does not count: from the first report on, the
/// e-value rests on what comes later alone ([Finding#eValue()]).
///
/// O(reports) for each cycle, beside what the detectors cost; it holds what is reported and not ended. Not for use by several threads
/// at once.
public final class Patterns {

    /// At most how many of what is raised are false, over the life of the installation.
    public static final double LEVEL = ErrorRate.LEVEL;

    private static final Logger LOG = LoggerFactory.getLogger(Patterns.class);

    private final Set<String> failing = new HashSet<>();
    private final List<Detector> detectors;
    private final TrendDetector trends = new TrendDetector();
    private final Map<Key, Reported> reported = new LinkedHashMap<>();
    private final List<Report> reports = new ArrayList<>();
    private final Findings findings = new Findings() {
        @Override
        public void report(Finding finding) {
            reports.add(new Report(new Key(finding.pattern(), finding.key()), finding));
        }

        @Override
        public void end(String pattern, String key) {
            reports.add(new Report(new Key(pattern, key), null));
        }
    };
    private final ErrorRate errorRate;
    /// What was known before a restart; its reports are awaited until the history was given again.
    private final Map<Key, Hypothesis> before = new LinkedHashMap<>();
    private final long untilMs;
    private long atMs;
    private long lastId;

    private record Key(String pattern, String key) {
    }

    /// @param finding null for an end
    private record Report(Key key, @Nullable Finding finding) {
    }

    private static final class Reported {
        private Finding finding;
        private long test;
        private double base = 1;
        private long id;
        private long firstMs;
        private long lastMs;
        private boolean dismissed;

        Reported(Finding finding, @Nullable Hypothesis known) {
            this.finding = finding;
            if (known != null) {
                test = known.test();
                base = known.base();
                id = known.id();
                firstMs = known.firstMs();
                dismissed = known.dismissed();
            }
        }

        Raised raised() {
            return new Raised(id, finding, firstMs, lastMs);
        }
    }

    /// @param fleet the subjects, which may grow
    /// @param others detectors beside those of this package
    public Patterns(Fleet fleet, Detector... others) {
        this(fleet, PatternState.NONE, others);
    }

    /// Goes on after a restart. The cycles up to the state are to be given again, as far as they are known: they bring the detectors
    /// back to where they were, and nothing is tested or raised by them. What they do not find again ends with the first new cycle;
    /// what rests on values that are not recorded is awaited for longer.
    ///
    /// @param fleet the subjects, with the same numbers as before
    /// @param state what [#state()] was
    /// @param others detectors beside those of this package
    public Patterns(Fleet fleet, PatternState state, Detector... others) {
        detectors = new ArrayList<>(List.of(new RecurrenceDetector(), new RepairDetector(), new PrecedenceDetector(),
                new RhythmDetector(), new ChangePointDetector(fleet), trends));
        detectors.addAll(List.of(others));
        errorRate = new ErrorRate(state.tests(), state.discoveries());
        untilMs = state.untilMs();
        atMs = state.untilMs();
        lastId = state.lastId();
        state.hypotheses().forEach(one -> before.put(new Key(one.pattern(), one.key()), one));
    }

    /// A finding that passed the error rate.
    ///
    /// @param id the number of the insight, from 1 on in the order of raising
    /// @param finding what was found, as of the last report
    /// @param firstMs when it was raised, in ms since 1970
    /// @param lastMs when it was reported last, in ms since 1970
    public record Raised(long id, Finding finding, long firstMs, long lastMs) {
    }

    /// What a cycle changed.
    ///
    /// @param raised what is new
    /// @param updated what was raised before and was reported again
    /// @param ended the ids of those whose evidence is gone
    public record Outcome(List<Raised> raised, List<Raised> updated, List<Long> ended) {

        /// Copies the lists.
        public Outcome {
            raised = List.copyOf(raised);
            updated = List.copyOf(updated);
            ended = List.copyOf(ended);
        }
    }

    /// Takes in a cycle, and what was reported to [#findings()] since the cycle before.
    ///
    /// @param facts what the cycle observed, with what it looked at later
    /// @param changes what changed by it
    /// @param timeline everything up to this cycle, with it
    public Outcome cycle(CycleFacts facts, Timeline.Changes changes, Timeline timeline) {
        atMs = facts.atMs();
        Map<Long, Raised> news = new LinkedHashMap<>();
        Map<Long, Raised> updated = new LinkedHashMap<>();
        List<Long> ended = new ArrayList<>();
        if (atMs > untilMs) {
            forget(ended);
        }
        detectors.forEach(detector -> guarded(detector, facts, changes, timeline));
        for (Report report : reports) {
            Finding finding = report.finding();
            if (finding != null) {
                take(report.key(), finding, news, updated);
            } else {
                end(report.key(), news, updated, ended);
            }
        }
        reports.clear();
        return new Outcome(List.copyOf(news.values()), List.copyOf(updated.values()), ended);
    }

    /// Ends what was known before a restart and is not found again, as soon as it cannot be any more.
    private void forget(List<Long> ended) {
        before.entrySet().removeIf(known -> {
            boolean again = reported.containsKey(known.getKey());
            boolean awaited = !again && known.getValue().id() != 0
                    && atMs - untilMs <= ChangePointDetector.unrecordedMs(known.getKey().pattern());
            if (!again && !awaited && known.getValue().id() != 0) {
                ended.add(known.getValue().id());
            }
            return !awaited;
        });
    }

    /// A detector that fails keeps no other from its turn, and is logged once while it fails.
    private void guarded(Detector detector, CycleFacts facts, Timeline.Changes changes, Timeline timeline) {
        try {
            detector.cycle(facts, changes, timeline, findings);
            failing.remove(detector.pattern());
        } catch (RuntimeException broken) {
            if (failing.add(detector.pattern())) {
                LOG.error("The pattern {} cannot be looked for", detector.pattern(), broken);
            }
        }
    }

    private void take(Key key, Finding finding, Map<Long, Raised> news, Map<Long, Raised> updated) {
        Reported one = reported.computeIfAbsent(key, _ -> new Reported(finding, before.get(key)));
        one.finding = finding;
        one.lastMs = atMs;
        if (atMs <= untilMs) {
            return;
        }
        if (one.test == 0 && !Double.isNaN(finding.eValue())) {
            one.test = errorRate.begin();
        }
        if (one.id != 0) {
            (news.containsKey(one.id) ? news : updated).put(one.id, one.raised());
        } else if (one.test == 0 ? !one.dismissed : errorRate.discovers(one.test, finding.eValue() / one.base)) {
            one.id = ++lastId;
            one.firstMs = atMs;
            news.put(one.id, one.raised());
        }
    }

    private void end(Key key, Map<Long, Raised> news, Map<Long, Raised> updated, List<Long> ended) {
        Reported one = reported.remove(key);
        if (one != null && one.id != 0 && atMs > untilMs) {
            if (news.remove(one.id) == null) {
                ended.add(one.id);
            }
            updated.remove(one.id);
        }
    }

    /// Takes back an insight because an operator does not want it. It is not raised again without new evidence: where it is tested, it
    /// spends another test at once, and what was evidence up to now counts for nothing in it; where it is not, it must end and be reported
    /// anew.
    ///
    /// @param id the number of the insight
    /// @return whether it was raised
    public boolean dismiss(long id) {
        for (Reported one : reported.values()) {
            if (one.id == id && id != 0) {
                one.id = 0;
                one.firstMs = 0;
                if (one.test == 0) {
                    one.dismissed = true;
                } else {
                    one.test = errorRate.begin();
                    one.base = Math.max(1, one.finding.eValue());
                }
                return true;
            }
        }
        return false;
    }

    /// @return takes findings of what is not a [Detector]; they are decided with the next cycle, so report before it
    public Findings findings() {
        return findings;
    }

    /// @return what is raised now, by id
    public Collection<Raised> current() {
        return reported.values().stream().filter(one -> one.id != 0).map(Reported::raised)
                .sorted(Comparator.comparingLong(Raised::id)).toList();
    }

    /// @return what is expected to reach its limit, in the order in which the metrics became known
    public List<Forecast> forecasts() {
        return trends.forecasts();
    }

    /// @return what is to be kept over a restart, as of the last cycle
    public PatternState state() {
        List<Hypothesis> hypotheses = new ArrayList<>(before.entrySet().stream()
                .filter(known -> !reported.containsKey(known.getKey())).map(Map.Entry::getValue).toList());
        reported.forEach(
                (key, one) -> hypotheses.add(new Hypothesis(key.pattern(), key.key(), one.test, one.base, one.id,
                        one.firstMs, one.dismissed)));
        return new PatternState(Math.max(atMs, untilMs), errorRate.tests(), errorRate.discoveries(), lastId,
                hypotheses);
    }
}
