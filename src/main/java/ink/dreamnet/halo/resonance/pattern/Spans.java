package ink.dreamnet.halo.resonance.pattern;

import java.util.Arrays;
import java.util.List;

import ink.dreamnet.halo.resonance.timeline.Episode;

/// Spans of time in episodes and in sentences.
final class Spans {

    static final long MINUTE_MS = 60_000;
    static final long HOUR_MS = 60 * MINUTE_MS;
    static final long DAY_MS = 24 * HOUR_MS;

    private Spans() {
    }

    /// @return when an episode began, the middle of when it can have, in ms since 1970; only of one whose onset was seen
    static long onsetMs(Episode episode) {
        return episode.healthyMs() + (episode.weakMs() - episode.healthyMs()) / 2;
    }

    /// @return when an episode ended, the middle of when it can have, in ms since 1970; only of one that is over
    static long endMs(Episode episode) {
        return episode.lastWeakMs() + (episode.recoveredMs() - episode.lastWeakMs()) / 2;
    }

    /// @param episodes those of a subject, the oldest first
    /// @param index from 1 on
    /// @return how long it was healthy before an episode, in ms; only where its onset was seen, which it was after any other
    static long gapMs(List<Episode> episodes, int index) {
        return onsetMs(episodes.get(index)) - endMs(episodes.get(index - 1));
    }

    /// @return the middle of some values, of two middle ones the larger; not of none
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /// @return `3 days`, `1 hour`: the largest unit of which there are at least two, or minutes
    static String text(double ms) {
        if (ms >= 2 * DAY_MS) {
            return count(ms / DAY_MS, "day");
        }
        return ms >= 2 * HOUR_MS ? count(ms / HOUR_MS, "hour") : count(ms / MINUTE_MS, "minute");
    }

    private static String count(double many, String unit) {
        long whole = Math.round(many);
        return whole == 1 ? "1 " + unit : whole + " " + unit + "s";
    }
}
