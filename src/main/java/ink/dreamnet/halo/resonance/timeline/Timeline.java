package ink.dreamnet.halo.resonance.timeline;

import java.util.ArrayList;
import java.util.List;

/// Which subjects were weak, when. Holds the latest episodes of each; looks that change nothing are only counted. O(looks) for each
/// cycle. Not for use by several threads at once.
public final class Timeline {

    private final int most;
    private final List<Subject> subjects = new ArrayList<>();
    private long beganMs = Episode.NEVER;
    private long atMs = Episode.NEVER;
    private long cycles;

    /// @param most how many episodes of a subject are held at most; the oldest go first
    public Timeline(int most) {
        this.most = most;
    }

    /// What one cycle changed.
    ///
    /// @param onsets those that became weak, and were seen healthy before
    /// @param recovered those that became healthy, and were weak before
    public record Changes(List<Integer> onsets, List<Integer> recovered) {
    }

    private static final class Subject {
        private final List<Episode> episodes = new ArrayList<>();
        private Health health = Health.UNKNOWN;
        private long firstMs = Episode.NEVER;
        private long lookedMs = Episode.NEVER;
        private long healthyMs = Episode.NEVER;
        private long looks;
        private long onsets;
    }

    /// Adds what a cycle observed. A look that could not tell changes nothing but the health.
    ///
    /// @return what changed by it
    public Changes add(CycleFacts facts) {
        return add(facts.atMs(), facts.looks(), true);
    }

    /// Adds what was observed later in the cycle that was added last.
    ///
    /// @return what changed by it
    public Changes addToLast(List<Check> looks) {
        return add(atMs, looks, false);
    }

    private Changes add(long ms, List<Check> looks, boolean next) {
        if (next) {
            if (cycles == 0) {
                beganMs = ms;
            }
            atMs = ms;
            cycles++;
        }
        List<Integer> onsets = new ArrayList<>();
        List<Integer> recovered = new ArrayList<>();
        for (Check look : looks) {
            Subject subject = subject(look.subject());
            subject.looks++;
            if (look.health() == Health.UNKNOWN) {
                subject.health = Health.UNKNOWN;
                continue;
            }
            observe(subject, look, onsets, recovered);
        }
        return new Changes(onsets, recovered);
    }

    private void observe(Subject subject, Check look, List<Integer> onsets, List<Integer> recovered) {
        boolean weak = look.health().weak();
        Episode last = subject.episodes.isEmpty() ? null : subject.episodes.getLast();
        boolean wasWeak = last != null && last.open();
        if (subject.firstMs == Episode.NEVER) {
            subject.firstMs = atMs;
        }
        if (weak && !wasWeak) {
            Episode begun = new Episode(subject.healthyMs, atMs, atMs, Episode.OPEN);
            subject.episodes.add(begun);
            if (subject.episodes.size() > most) {
                subject.episodes.removeFirst();
            }
            if (begun.onset()) {
                subject.onsets++;
                onsets.add(look.subject());
            }
        } else if (last != null && wasWeak) {
            subject.episodes.removeLast();
            subject.episodes.add(weak
                    ? new Episode(last.healthyMs(), last.weakMs(), atMs, Episode.OPEN)
                    : new Episode(last.healthyMs(), last.weakMs(), last.lastWeakMs(), atMs));
            if (!weak) {
                recovered.add(look.subject());
            }
        }
        if (!weak) {
            subject.healthyMs = atMs;
        }
        subject.health = look.health();
        subject.lookedMs = atMs;
    }

    private Subject subject(int number) {
        while (subjects.size() <= number) {
            subjects.add(new Subject());
        }
        return subjects.get(number);
    }

    /// @return how many subjects have a number below which something may be known: those from 0 to one less
    public int size() {
        return subjects.size();
    }

    /// @return how many cycles were added
    public long cycles() {
        return cycles;
    }

    /// @return when the first cycle observed, in ms since 1970; [Episode#NEVER] before the first
    public long beganMs() {
        return beganMs;
    }

    /// @return when the last cycle observed, in ms since 1970; [Episode#NEVER] before the first
    public long atMs() {
        return atMs;
    }

    /// @return how a subject was when it was looked at last; `UNKNOWN` where it never was
    public Health health(int number) {
        return subject(number).health;
    }

    /// @return whether the last look that could tell saw it weak
    public boolean weak(int number) {
        List<Episode> episodes = subject(number).episodes;
        return !episodes.isEmpty() && episodes.getLast().open();
    }

    /// @return the last look that could tell, in ms since 1970; [Episode#NEVER] where there was none
    public long lookedMs(int number) {
        return subject(number).lookedMs;
    }

    /// @return the first look that could tell, in ms since 1970; [Episode#NEVER] where there was none
    public long firstMs(int number) {
        return subject(number).firstMs;
    }

    /// @return how often it was looked at
    public long looks(int number) {
        return subject(number).looks;
    }

    /// @return how often it became weak, also where the episode is not held any more
    public long onsets(int number) {
        return subject(number).onsets;
    }

    /// @return its latest episodes, the oldest first; a view that changes with the next cycle
    public List<Episode> episodes(int number) {
        return subject(number).episodes;
    }
}
