package ink.dreamnet.halo.resonance.pattern;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Episode;
import ink.dreamnet.halo.resonance.timeline.Timeline;
import org.jspecify.annotations.Nullable;

/// Finds subjects that become weak at an hour of the day, on a day of the week or at some other interval. All in UTC.
///
/// What becomes weak again within [#BURST_MS] is one burst, and its first onset counts. Each [#BLOCK] further onsets are a block; a density
/// fitted to the onsets before ([Rhythm]) is compared with what it gives for all orders of the gaps within the block. That leaves
/// alone what the gaps alone bring about: outages that cluster, and outages that come back after about a day without keeping to an hour.
/// The screen is the latest block, with a density fitted to it; the blocks after it multiply the evidence. It ends with evidence
/// below a tenth, and when nothing happens for [#SILENT] times as long as between the onsets of the block before.
///
/// O(1) for each onset; for each block O(2ⁿ·n) = 2,048 steps, and for the free period O(periods · onsets held) = 2¹⁸. It
/// holds the latest [#HELD] onsets of each subject.
final class RhythmDetector implements Detector {

    private static final long BURST_MS = 6 * Spans.HOUR_MS;
    private static final int BLOCK = 12;
    private static final int HELD = 64;
    private static final int SILENT = 5;
    private static final double SCREEN = 20;
    /// A period is chosen among thousands.
    private static final double FREE_SCREEN = 1000;
    private static final double HOPELESS = 0.1;
    private static final double WEEK_MS = 7.0 * Spans.DAY_MS;
    /// Shorter periods are bursts.
    private static final double SHORTEST_MS = 2.0 * BURST_MS;
    /// How many turns of a period there must have been.
    private static final int TURNS = 3;
    /// Steps of the frequency, in parts of what is told apart over the whole time.
    private static final int FINE = 8;
    private static final int PERIODS = 4096;
    /// How many onsets a finding names.
    private static final int NAMED = 20;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final List<Subject> subjects = new ArrayList<>();
    private final Deadlines silent = new Deadlines();

    private enum Kind {
        HOUR_OF_DAY, DAY_OF_WEEK, PERIOD;

        String pattern() {
            return "rhythm." + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final class Subject {
        private final Ring onsets = new Ring(HELD);
        private final @Nullable Hypothesis[] hypotheses = new @Nullable Hypothesis[Kind.values().length];
        private long latestMs = Episode.NEVER;
        private int count;
    }

    private static final class Hypothesis {
        private double eValue = 1;
        private int onsets;
    }

    @Override
    public String pattern() {
        return "rhythm";
    }

    @Override
    public void cycle(CycleFacts facts, Timeline.Changes changes, Timeline timeline, Findings findings) {
        for (int number : changes.onsets()) {
            while (subjects.size() <= number) {
                subjects.add(new Subject());
            }
            List<Episode> episodes = timeline.episodes(number);
            if (episodes.size() < 2 || Spans.gapMs(episodes, episodes.size() - 1) > BURST_MS) {
                onset(number, episodes, findings);
            }
        }
        silent.due(facts.atMs(), number -> subjects.get(number).latestMs, number -> {
            for (Kind kind : Kind.values()) {
                end(number, kind, findings);
            }
        });
    }

    private void onset(int number, List<Episode> episodes, Findings findings) {
        long ms = Spans.onsetMs(episodes.getLast());
        Subject subject = subjects.get(number);
        subject.onsets.add(ms);
        subject.latestMs = ms;
        subject.count++;
        double[] times = subject.onsets.toArray();
        if (subject.count > BLOCK && (subject.count - 1) % BLOCK == 0) {
            double[] block = Arrays.copyOfRange(times, times.length - BLOCK - 1, times.length);
            double[] before = Arrays.copyOf(times, times.length - BLOCK);
            for (Kind kind : Kind.values()) {
                block(number, kind, before, block, times, episodes, findings);
            }
        }
        if (Arrays.stream(subject.hypotheses).anyMatch(Objects::nonNull)) {
            double[] block = Arrays.copyOfRange(times, Math.max(0, times.length - BLOCK - 1), times.length);
            silent.add(ms + (long) (SILENT * (block[block.length - 1] - block[0]) / (block.length - 1)), number, ms);
        }
    }

    private void block(int number, Kind kind, double[] before, double[] block, double[] all,
            List<Episode> episodes, Findings findings) {
        Subject subject = subjects.get(number);
        Hypothesis known = subject.hypotheses[kind.ordinal()];
        if (known == null) {
            Rhythm now = rhythm(kind, all);
            if (now != null && now.againstShuffled(block) >= (kind == Kind.PERIOD ? FREE_SCREEN : SCREEN)) {
                known = new Hypothesis();
                subject.hypotheses[kind.ordinal()] = known;
                findings.report(finding(number, kind, known, now, all, episodes));
            }
            return;
        }
        Rhythm expected = rhythm(kind, before);
        known.eValue *= expected == null ? 1 : expected.againstShuffled(block);
        known.onsets += BLOCK;
        Rhythm now = rhythm(kind, all);
        if (known.eValue < HOPELESS || now == null) {
            end(number, kind, findings);
        } else {
            findings.report(finding(number, kind, known, now, all, episodes));
        }
    }

    private void end(int number, Kind kind, Findings findings) {
        if (subjects.get(number).hypotheses[kind.ordinal()] != null) {
            subjects.get(number).hypotheses[kind.ordinal()] = null;
            findings.end(kind.pattern(), Integer.toString(number));
        }
    }

    /// @return the density that fits; null where no period fits better than the day and the week
    private static @Nullable Rhythm rhythm(Kind kind, double[] times) {
        return switch (kind) {
            case HOUR_OF_DAY -> Rhythm.fit(times, 0, Spans.DAY_MS);
            case DAY_OF_WEEK -> Rhythm.fit(times, 0, WEEK_MS);
            case PERIOD -> free(times);
        };
    }

    /// Tries the frequencies up to that of the shortest period, in even steps.
    ///
    /// @return null where no period fits better than the day and the week
    private static @Nullable Rhythm free(double[] times) {
        double span = times[times.length - 1] - times[0];
        double step = 1 / (FINE * span);
        double[] x = new double[times.length];
        double[] y = new double[times.length];
        double[] turnX = new double[times.length];
        double[] turnY = new double[times.length];
        double first = TURNS / span;
        for (int i = 0; i < times.length; i++) {
            double angle = 2 * Math.PI * (times[i] - times[0]);
            x[i] = Math.cos(angle * first);
            y[i] = Math.sin(angle * first);
            turnX[i] = Math.cos(angle * step);
            turnY[i] = Math.sin(angle * step);
        }
        double best = 0;
        double bestFrequency = first;
        for (int k = 0; k < PERIODS && first + k * step < 1 / SHORTEST_MS; k++) {
            double sumX = 0;
            double sumY = 0;
            for (int i = 0; i < times.length; i++) {
                sumX += x[i];
                sumY += y[i];
                double turned = x[i] * turnX[i] - y[i] * turnY[i];
                y[i] = x[i] * turnY[i] + y[i] * turnX[i];
                x[i] = turned;
            }
            double length = sumX * sumX + sumY * sumY;
            if (length > best) {
                best = length;
                bestFrequency = first + k * step;
            }
        }
        Rhythm free = Rhythm.fit(times, 0, 1 / bestFrequency);
        double share = free.spreadMs() / free.periodMs();
        return share < Rhythm.fit(times, 0, Spans.DAY_MS).spreadMs() / Spans.DAY_MS
                && share < Rhythm.fit(times, 0, WEEK_MS).spreadMs() / WEEK_MS ? free : null;
    }

    private static Finding finding(int number, Kind kind, Hypothesis known, Rhythm rhythm, double[] times,
            List<Episode> episodes) {
        long near = Arrays.stream(times).filter(ms -> rhythm.away(ms) <= 2 * rhythm.spreadMs()).count();
        List<Long> cyclesMs = episodes.reversed().stream().limit(NAMED).map(Episode::weakMs).toList();
        return new Finding(kind.pattern(), Integer.toString(number), List.of(number), known.eValue, Severity.LOW,
                "{0} tends to become weak %s: %d of its last %d outages began within %s of it.".formatted(
                        when(kind, rhythm), near, times.length, Spans.text(2 * rhythm.spreadMs())),
                Map.of("n", times.length, "near", near, "tested", known.onsets, "periodMs",
                        Math.round(rhythm.periodMs()),
                        "middleMs", Math.round(rhythm.middleMs()), "spreadMs", Math.round(rhythm.spreadMs())),
                cyclesMs, List.of("Look for a job that runs at that time", "Plan a maintenance window for it"));
    }

    private static String when(Kind kind, Rhythm rhythm) {
        Instant middle = Instant.ofEpochMilli((long) rhythm.middleMs());
        return switch (kind) {
            case HOUR_OF_DAY -> "around %s UTC".formatted(TIME.format(middle));
            case DAY_OF_WEEK -> "on %ss around %s UTC".formatted(DAY.format(middle), TIME.format(middle));
            case PERIOD -> "every " + Spans.text(rhythm.periodMs());
        };
    }
}
