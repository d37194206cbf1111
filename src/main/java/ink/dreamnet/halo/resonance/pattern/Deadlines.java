package ink.dreamnet.halo.resonance.pattern;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.IntConsumer;

/// Until when something must happen to a subject. O(log n) for each that is set.
final class Deadlines {

    private final PriorityQueue<Deadline> queue = new PriorityQueue<>(
            Comparator.comparingLong(Deadline::atMs).thenComparingInt(Deadline::subject));

    /// @param since what tells whether something happened meanwhile
    private record Deadline(long atMs, int subject, long since) {
    }

    /// What tells whether something happened to a subject since its deadline was set.
    interface Since {

        long since(int subject);
    }

    void add(long atMs, int subject, long since) {
        queue.add(new Deadline(atMs, subject, since));
    }

    /// Takes out what is due.
    ///
    /// @param since nothing happened where it is what it was
    /// @param missed takes those to which nothing happened
    void due(long nowMs, Since since, IntConsumer missed) {
        while (!queue.isEmpty() && queue.element().atMs() <= nowMs) {
            Deadline deadline = queue.remove();
            if (since.since(deadline.subject()) == deadline.since()) {
                missed.accept(deadline.subject());
            }
        }
    }
}
