package ink.dreamnet.halo.core;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;

/// Asks for many ids in parts that one statement takes.
public final class IdChunks {

    private static final int SIZE = 500;

    private IdChunks() {
    }

    /// @param ids what is asked for, in their order; none asks nothing
    /// @param ask takes the marks of an `in (…)` (`?, ?`) and what stands for them
    public static void each(Collection<?> ids, BiConsumer<String, Object[]> ask) {
        List<?> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += SIZE) {
            List<?> some = all.subList(from, Math.min(all.size(), from + SIZE));
            ask.accept(String.join(", ", Collections.nCopies(some.size(), "?")), some.toArray());
        }
    }
}
