package ink.dreamnet.halo.resonance.pattern;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.resonance.timeline.Check;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Deployed;
import ink.dreamnet.halo.resonance.timeline.Episode;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Health;
import ink.dreamnet.halo.resonance.timeline.Timeline;

/// Finds when a subject began to answer more slowly or faster (`change-point.latency`), to be down for a larger share of the time
/// (`change-point.failure-share`), and to become weak more or less often (`change-point.weak-point-rate`).
///
/// The series, all on the log scale, are the median latency of each hour that has one, the share that each outage has of the time since the one
/// before, and one over the time between two outages. The latter two have one value for each outage, however long it lasts. A CUSUM is the screen ([Bets]), which E-divisive with a t-test must confirm ([Split]) together with a change of at least a
/// fifth; the values after that are the evidence. Where values resemble the ones before them, as latencies do, the bets weigh
/// less: (1 − ρ) / (1 + ρ), which is what the sample is worth for a mean, with ρ = sin(π/2 · (2q − 1)) from the share q of neighbours on the same side of the
/// median (Blomqvist's quadrant correlation) and two standard errors, before the hypothesis.
///
/// It ends when what is after the change has become what is usual, and when it is as before. A change goes back to a deploy of the subject or
/// of what it depends on that was at most 30 minutes before it.
///
/// O(1) for each look, O(values held) for each subject and hour, O(n²) for what passes the screen; at most [#HELD] values of each series.
final class ChangePointDetector implements Detector {

    /// How many values of a series are held: five days of hours, or months of what is measured once a day.
    private static final int HELD = 128;
    /// Two days of hours: fewer do not tell how much a value resembles the one before.
    private static final int LEAST_HOURS = 48;
    private static final int LEAST_OUTAGES = 9;
    /// There are many more hours than outages, so that more of them look like a change by chance.
    private static final double SCREEN_HOURS = 100;
    private static final double SCREEN_OUTAGES = 10;
    /// How many times are held: no screen takes longer.
    private static final int HELD_TIMES = 32;
    /// How many latencies of an hour are held.
    private static final int OF_HOUR = 12;
    /// What public performance checks use (Hunter: 0.001).
    private static final double CONFIRMED = 0.001;
    /// A fifth more.
    private static final double LEAST_CHANGE = Math.log(1.2);
    private static final double SEVERE_CHANGE = Math.log(2);
    private static final long DEPLOY_MS = 30 * Spans.MINUTE_MS;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String LATENCY = "change-point.latency";
    private static final String SHARE = "change-point.failure-share";
    private static final String RATE = "change-point.weak-point-rate";

    private final Fleet fleet;
    private final List<Series> latencies = new ArrayList<>();
    private final List<Series> shares = new ArrayList<>();
    private final List<Series> rates = new ArrayList<>();
    private final List<Deployed> deploys = new ArrayList<>();
    private long hour = Long.MIN_VALUE;

    /// @param fleet tells what depends on what was deployed
    ChangePointDetector(Fleet fleet) {
        this.fleet = fleet;
    }

    private static final class Series {
        private final String pattern;
        private final int subject;
        private final Bets bets;
        private final Ring times = new Ring(HELD_TIMES);
        private final Ring ofHour = new Ring(OF_HOUR);
        private Evidence evidence = new Evidence();
        private long fromMs;
        private double before;
        private double after;
        private int deployed = -1;

        Series(String pattern, int subject, int least, double screen, boolean downToo) {
            this.pattern = pattern;
            this.subject = subject;
            bets = new Bets(HELD, least, screen, downToo);
        }
    }

    @Override
    public String pattern() {
        return "change-point";
    }

    /// @return for how long a pattern cannot be found again after a restart, in ms: latencies are not in the record
    static long unrecordedMs(String pattern) {
        return pattern.equals(LATENCY) ? HELD * Spans.HOUR_MS : 0;
    }

    @Override
    public void cycle(CycleFacts facts, Timeline.Changes changes, Timeline timeline, Findings findings) {
        long now = facts.atMs();
        if (Math.floorDiv(now, Spans.HOUR_MS) != hour) {
            hours(now, findings);
            hour = Math.floorDiv(now, Spans.HOUR_MS);
        }
        deploys.addAll(facts.deploys());
        deploys.removeIf(deploy -> deploy.atMs() < now - HELD_TIMES * Spans.DAY_MS);
        for (Check look : facts.looks()) {
            if (look.health() == Health.UP && look.latencyMs() > 0) {
                series(latencies, look.subject(), LATENCY).ofHour.add(Math.log(look.latencyMs()));
            }
        }
        for (int number : changes.onsets()) {
            List<Episode> episodes = timeline.episodes(number);
            if (episodes.size() > 1) {
                double gap = Spans.gapMs(episodes, episodes.size() - 1);
                add(series(rates, number, RATE), -Math.log(Math.max(gap, 1)), now, now, findings);
            }
        }
        for (int number : changes.recovered()) {
            List<Episode> episodes = timeline.episodes(number);
            if (episodes.size() > 1) {
                double lasted = Spans.endMs(episodes.getLast()) - Spans.onsetMs(episodes.getLast());
                double healthy = Spans.gapMs(episodes, episodes.size() - 1);
                add(series(shares, number, SHARE), Math.log(Math.max(lasted, 1) / Math.max(lasted + healthy, 1)),
                        episodes.getLast().weakMs(), now, findings);
            }
        }
    }

    private void hours(long now, Findings findings) {
        for (Series series : latencies) {
            if (series.ofHour.size() > 0) {
                add(series, Spans.median(series.ofHour.toArray()), hour * Spans.HOUR_MS, now, findings);
                series.ofHour.clear();
            }
        }
    }

    private Series series(List<Series> all, int number, String pattern) {
        while (all.size() <= number) {
            all.add(pattern.equals(LATENCY)
                    ? new Series(pattern, all.size(), LEAST_HOURS, SCREEN_HOURS, true)
                    : new Series(pattern, all.size(), LEAST_OUTAGES, SCREEN_OUTAGES, pattern.equals(RATE)));
        }
        return all.get(number);
    }

    private void add(Series series, double value, long fromMs, long now, Findings findings) {
        Bets bets = series.bets;
        series.times.add(fromMs);
        if (!bets.testing()) {
            bets.weight(weight(bets.values()));
        }
        switch (bets.add(value)) {
            case NONE -> {
            }
            case GIVEN_UP -> findings.end(series.pattern, Integer.toString(series.subject));
            case BEGUN -> {
                if (confirmed(series)) {
                    series.evidence = new Evidence();
                    series.deployed = deployed(series);
                    findings.report(finding(series));
                } else {
                    bets.stop();
                }
            }
            case MOVED -> {
                series.evidence.add(now);
                findings.report(finding(series));
            }
        }
    }

    /// How much a value is worth that resembles the one before it.
    private static double weight(double[] values) {
        if (values.length < 2) {
            return 1;
        }
        double median = Spans.median(values);
        int same = 0;
        for (int i = 1; i < values.length; i++) {
            same += values[i] > median == values[i - 1] > median ? 1 : 0;
        }
        double pairs = values.length - 1;
        double share = Math.min(1, same / pairs + 1 / Math.sqrt(pairs));
        double correlation = Math.sin(Math.PI / 2 * (2 * share - 1));
        return Math.clamp((1 - correlation) / (1 + correlation), 0, 1);
    }

    private static boolean confirmed(Series series) {
        double[] values = series.bets.values();
        Split split = Split.find(values);
        if (split == null || split.pValue() >= CONFIRMED) {
            return false;
        }
        series.before = Spans.median(Arrays.copyOf(values, split.index()));
        series.after = Spans.median(Arrays.copyOfRange(values, split.index(), values.length));
        double[] times = series.times.toArray();
        series.fromMs = (long) times[Math.max(0, times.length - (values.length - split.index()))];
        return Math.abs(series.after - series.before) >= LEAST_CHANGE;
    }

    /// @return the number of what was deployed shortly before the change; less than 0 where nothing was
    private int deployed(Series series) {
        // the change lies within half an hour around the begin of the first hour after it, as the median of an hour tells
        return deploys.stream()
                .filter(deploy -> deploy.subject() == series.subject
                        || fleet.dependsOn(series.subject).contains(deploy.subject()))
                .filter(deploy -> deploy.atMs() >= series.fromMs - 2 * DEPLOY_MS
                        && deploy.atMs() <= series.fromMs + DEPLOY_MS)
                .max(Comparator.comparingLong(Deployed::atMs)).map(Deployed::subject).orElse(-1);
    }

    private Finding finding(Series series) {
        double change = Math.exp(series.after - series.before);
        String since = TIME.format(Instant.ofEpochMilli(series.fromMs));
        String sentence = switch (series.pattern) {
            case LATENCY -> "{0} answers in %.0f ms since %s, and answered in %.0f ms before".formatted(
                    Math.exp(series.after), since, Math.exp(series.before));
            case SHARE ->
                "{0} is down for %.1f times as large a share of the time as before, since %s".formatted(change, since);
            default -> "{0} becomes weak %.1f times as often as before, since %s".formatted(change, since);
        };
        List<Integer> subjects = new ArrayList<>(List.of(series.subject));
        if (series.deployed >= 0) {
            boolean own = series.deployed == series.subject;
            if (!own) {
                subjects.add(series.deployed);
            }
            sentence += own ? ", after its deploy" : ", after the deploy of {1}";
        }
        Map<String, Object> evidence = new HashMap<>(
                Map.of("n", series.evidence.count(), "sinceMs", series.fromMs, "before",
                        Math.exp(series.before), "after", Math.exp(series.after), "ratio", change));
        if (series.deployed >= 0) {
            evidence.put("afterDeploy", true);
        }
        boolean worse = series.after > series.before;
        Severity severity = Math.abs(series.after - series.before) >= SEVERE_CHANGE ? Severity.HIGH : Severity.MEDIUM;
        return new Finding(series.pattern, Integer.toString(series.subject), subjects, series.bets.eValue(),
                worse ? severity : Severity.LOW,
                sentence + ".", evidence, series.evidence.cyclesMs(),
                worse
                        ? List.of(series.deployed >= 0
                                ? "Look at what the deploy changed"
                                : "Look for what changed at that time")
                        : List.of());
    }
}
