package ink.dreamnet.halo.resonance.pattern;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// On which cycles a finding rests.
final class Evidence {

    /// How many a finding names.
    private static final int NAMED = 20;

    private final Deque<Long> latest = new ArrayDeque<>();
    private int count;

    void add(long cycleMs) {
        count++;
        latest.addFirst(cycleMs);
        if (latest.size() > NAMED) {
            latest.removeLast();
        }
    }

    int count() {
        return count;
    }

    /// @return when they observed, the latest first
    List<Long> cyclesMs() {
        return List.copyOf(latest);
    }
}
