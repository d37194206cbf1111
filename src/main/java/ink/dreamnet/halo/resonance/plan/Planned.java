package ink.dreamnet.halo.resonance.plan;

import java.util.ArrayList;
import java.util.List;

/// What the planner knows of one subject.
final class Planned {

    /// How many of its latest onsets are remembered.
    private static final int MOST_ONSETS = 24;
    /// The weight of an onset that nobody else has at the same time, against one remembered onset.
    private static final double ALONE = 0.3;

    final List<JointOnset> onsets = new ArrayList<>();
    /// The expected number of onsets in a cycle.
    double rate;
    /// Its onsets, those of long ago counted less, and the time that they were counted in, in cycles at its own mean rate.
    double weight;
    double exposure;
    long recoveredMs = Hazard.LONG_AGO;
    long deployedMs = Hazard.LONG_AGO;
    /// Cycles since the last look.
    double age;
    /// Cycles between the last look that was planned and the one before.
    double interval = 1;
    /// As in [JointOnset], for an onset that nobody else has.
    double unseen;
    double waited;
    long lookedMs = Hazard.LONG_AGO;
    long dueIn;

    /// Takes in that time went by, and tells the remembered onsets.
    ///
    /// @param cycles how many, above 0
    /// @param plan which plan this is for
    /// @param active takes the remembered onsets
    void pass(double cycles, long plan, List<JointOnset> active) {
        age += cycles;
        double share = rate / (ALONE + onsets.size());
        unseen += ALONE * share * cycles;
        waited += unseen * cycles;
        for (JointOnset onset : onsets) {
            if (onset.planned != plan) {
                onset.planned = plan;
                onset.rate = 0;
                active.add(onset);
            }
            onset.rate += share;
        }
    }

    /// Takes in a look.
    ///
    /// @param tells whether it could tell how the subject is
    void looked(long atMs, boolean tells) {
        lookedMs = atMs;
        age = 0;
        unseen = 0;
        waited = 0;
        if (tells) {
            onsets.forEach(JointOnset::seen);
        }
    }

    void remember(JointOnset onset) {
        onsets.add(onset);
        if (onsets.size() > MOST_ONSETS) {
            onsets.removeFirst();
        }
    }

    /// @return for how many cycles onsets are expected to be there that a look now would show: its own, and those of the subjects that
    ///         fall with it, unless another look of the plan shows them
    double gain(long plan) {
        double gain = waited;
        for (JointOnset onset : onsets) {
            gain += onset.coveredIn == plan ? 0 : onset.waited;
        }
        return gain;
    }

    /// Notes that a plan looks at it.
    void cover(long plan) {
        dueIn = plan;
        onsets.forEach(onset -> onset.coveredIn = plan);
    }
}
