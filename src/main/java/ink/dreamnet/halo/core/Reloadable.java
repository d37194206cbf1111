package ink.dreamnet.halo.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/// A part of configuration that can change while HALO runs. All parts change together or none does: all are read first, then
/// what is stored of them is written in one transaction, then all are taken over.
public interface Reloadable {

    /// @return the properties that it reads, each with all that is below (`halo.endpoints`)
    List<String> properties();

    /// Reads the part. Changes nothing.
    ///
    /// @param environment the configuration as it would be
    /// @throws StartRefusedException where it is wrong, with everything that is wrong
    /// @throws org.springframework.boot.context.properties.bind.BindException where it cannot be read
    Next read(Environment environment);

    /// A part as it would be.
    interface Next {

        /// @return what it changes by ids; null where it has none
        @Nullable
        Changes changes();

        /// Writes what is stored of it, in a transaction.
        default void store() {
        }

        /// Takes it over. It must not fail.
        void takeOver();

        /// A part of which nothing is stored.
        ///
        /// @param changes what it changes by ids; null where it has none
        static Next of(@Nullable Changes changes, Runnable takeOver) {
            return new Next() {

                @Override
                public @Nullable Changes changes() {
                    return changes;
                }

                @Override
                public void takeOver() {
                    takeOver.run();
                }
            };
        }

        /// Tells others that it is taken over, in a transaction after all are. Where it fails, they notice by themselves later.
        default void announce() {
        }
    }

    /// What changes by ids, each list in order.
    ///
    /// @param added what was not there
    /// @param changed what is different
    /// @param removed what is not there any more
    record Changes(List<String> added, List<String> changed, List<String> removed) {

        /// Copies the lists.
        public Changes {
            added = List.copyOf(added);
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
        }

        /// @return whether nothing changes
        public boolean isEmpty() {
            return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
        }

        /// Compares what is declared by id.
        ///
        /// @param before what is
        /// @param after what would be
        /// @param written tells what one says, to be compared
        public static <T> Changes between(Map<String, T> before, Map<String, T> after, Function<T, ?> written) {
            List<String> added = new ArrayList<>();
            List<String> changed = new ArrayList<>();
            new TreeMap<>(after).forEach((id, next) -> {
                T present = before.get(id);
                if (present == null) {
                    added.add(id);
                } else if (!written.apply(present).equals(written.apply(next))) {
                    changed.add(id);
                }
            });
            return new Changes(added, changed,
                    before.keySet().stream().filter(id -> !after.containsKey(id)).sorted().toList());
        }
    }
}
