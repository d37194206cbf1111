package ink.dreamnet.halo.resonance.plan;

import java.util.ArrayList;
import java.util.List;

/// Some subjects that became weak together, or one that did so alone. It stands for what may happen again: then a look at any of them
/// shows it, because the others are looked at in the same cycle.
final class JointOnset {

    final List<Integer> members = new ArrayList<>();
    /// When the last of them became weak, in ms since 1970.
    long atMs;
    /// How many onsets are expected in a cycle by it happening again, as of [#planned].
    double rate;
    /// How many of them are expected to be there now without having been seen.
    double unseen;
    /// For how long, in cycles.
    double waited;
    /// The plan that [#rate] is of.
    long planned;
    /// The plan in which some member is due.
    long coveredIn;

    void seen() {
        unseen = 0;
        waited = 0;
    }
}
