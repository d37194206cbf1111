package ink.dreamnet.halo.core;

import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

import ink.dreamnet.halo.core.masking.MaskedMap;
import org.jspecify.annotations.Nullable;

/// Knows which subjects are registered, whether they were checked yet or not. A room that keeps subjects implements it; there may be
/// several, each of which knows its own. Where one changes, it publishes a [Changed] in the transaction that changes it.
public interface SubjectList {

    /// Visits the subjects of one kind, each at least once.
    void each(SubjectKind kind, Consumer<Listed> visit);

    /// Looks up some subjects, with a number of queries that does not grow with them one by one.
    ///
    /// @return those that are registered, by their names
    Map<SubjectRef, Listed> find(Collection<SubjectRef> subjects);

    /// A subject that is registered.
    ///
    /// @param subject which one
    /// @param name how operators call it; its id where it has no other name
    /// @param squad the squad that it is in; null where it is in none
    /// @param labels names and values to match
    /// @param paused whether an operator paused it
    record Listed(SubjectRef subject, String name, @Nullable String squad, Map<String, String> labels,
            boolean paused) {

        /// Masks labels whose name says that they are secret: they are stored and found with the state of the subject.
        public Listed {
            labels = MaskedMap.labels(labels);
        }
    }

    /// Subjects were registered, changed or removed. Published in the transaction that does it.
    record Changed(Collection<SubjectRef> subjects) {
    }
}
