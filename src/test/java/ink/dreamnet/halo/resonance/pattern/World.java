package ink.dreamnet.halo.resonance.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;

import ink.dreamnet.halo.core.SubjectDirectory;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.pattern.Patterns.Outcome;
import ink.dreamnet.halo.resonance.pattern.Patterns.Raised;
import ink.dreamnet.halo.resonance.timeline.Check;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Deployed;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Health;
import ink.dreamnet.halo.resonance.timeline.Measure;
import ink.dreamnet.halo.resonance.timeline.Repaired;
import ink.dreamnet.halo.resonance.timeline.Timeline;

/// A fleet whose outages are drawn or planted, looked at every 5 minutes.
final class World {

    static final long CYCLE = 5 * Spans.MINUTE_MS;
    /// A Monday, 2024-01-01T00:00:00Z.
    static final long START = 1_704_067_200_000L;

    final Random random;
    final Fleet fleet = new Fleet();
    private final List<List<Outage>> outages = new ArrayList<>();

    /// In ms since the begin.
    record Outage(double from, double until) {
    }

    World(long seed) {
        random = new Random(seed);
    }

    /// @return the number of a new subject
    int subject() {
        outages.add(new ArrayList<>());
        return fleet.declare(new SubjectRef(SubjectKind.ENDPOINT, "s" + fleet.size()), SubjectDirectory.Facts.NONE);
    }

    /// Adds an outage, unless one is under way then or soon after.
    void outage(int subject, double from, double length) {
        outages.get(subject).add(new Outage(from, from + length));
    }

    /// Adds outages at times that are drawn, one after the other.
    ///
    /// @param gap draws the time between two of them, in ms
    /// @param length draws how long one lasts, in ms
    void renewal(int subject, double from, double until, DoubleSupplier gap, DoubleSupplier length) {
        double at = from + gap.getAsDouble();
        while (at < until) {
            double lasts = length.getAsDouble();
            outage(subject, at, lasts);
            at += lasts + gap.getAsDouble();
        }
    }

    /// Adds a subject with outages that cluster as those of real sites do, and last: a third of all times between two of them are short.
    int independent(double days, double meanGapDays) {
        int number = subject();
        renewal(number, 0, days * Spans.DAY_MS,
                () -> random.nextDouble() < 1 / 3.0
                        ? exponential(Spans.HOUR_MS)
                        : exponential(meanGapDays * 1.5 * Spans.DAY_MS),
                () -> Math.exp(random.nextGaussian() * 1.5) * 30 * Spans.MINUTE_MS);
        return number;
    }

    List<Outage> outages(int subject) {
        return List.copyOf(outages.get(subject));
    }

    double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    /// All that is observed in the cycles of some days.
    List<CycleFacts> cycles(double days, Extras extras) {
        outages.forEach(list -> list.sort((a, b) -> Double.compare(a.from(), b.from())));
        int[] next = new int[outages.size()];
        double[] until = new double[outages.size()];
        List<CycleFacts> result = new ArrayList<>();
        for (long since = 0; since <= days * Spans.DAY_MS; since += CYCLE) {
            List<Check> looks = new ArrayList<>();
            for (int subject = 0; subject < next.length; subject++) {
                List<Outage> own = outages.get(subject);
                while (next[subject] < own.size() && own.get(next[subject]).from() <= since) {
                    until[subject] = Math.max(until[subject], own.get(next[subject]++).until());
                }
                boolean down = since < until[subject];
                looks.add(new Check(subject, down ? Health.DOWN : Health.UP,
                        down ? Double.NaN : extras.latency(subject, since)));
            }
            result.add(new CycleFacts(START + since, looks, extras.measures(since), extras.deploys(since),
                    extras.repairs(since)));
        }
        return result;
    }

    /// What is observed beside the health.
    interface Extras {

        Extras NONE = new Extras() {
        };

        default double latency(int subject, long since) {
            return Double.NaN;
        }

        default List<Measure> measures(long since) {
            return List.of();
        }

        default List<Deployed> deploys(long since) {
            return List.of();
        }

        default List<Repaired> repairs(long since) {
            return List.of();
        }
    }

    /// @return what was raised
    List<Raised> raised(double days, Extras extras) {
        return raised(new Patterns(fleet), cycles(days, extras), _ -> true);
    }

    static List<Raised> raised(Patterns patterns, List<CycleFacts> cycles, Predicate<Raised> which) {
        Timeline timeline = new Timeline(256);
        List<Raised> raised = new ArrayList<>();
        for (CycleFacts facts : cycles) {
            Outcome outcome = patterns.cycle(facts, timeline.add(facts), timeline);
            outcome.raised().stream().filter(which).forEach(raised::add);
        }
        return raised;
    }
}
