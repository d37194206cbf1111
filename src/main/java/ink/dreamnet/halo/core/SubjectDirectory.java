package ink.dreamnet.halo.core;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.masking.MaskedMap;
import org.jspecify.annotations.Nullable;

/// Knows what is declared of subjects: silences match it, and inhibition follows it. A room that keeps subjects implements
/// it; there may be several, each of which knows its own.
public interface SubjectDirectory {

    /// Looks up many subjects at once, with a number of queries that does not grow with them one by one.
    ///
    /// @param subjects the subjects to look up; those of other rooms may be among them
    /// @return what is declared of those that this directory knows
    Map<SubjectRef, Facts> facts(Collection<SubjectRef> subjects);

    /// Finds those that depend on some subjects, with a number of queries that does not grow with them.
    ///
    /// @param subjects the subjects; those of other rooms may be among them
    /// @return those that this directory knows and that declare to depend on one of them, directly
    Collection<SubjectRef> dependants(Collection<SubjectRef> subjects);

    /// Finds subjects by a label.
    ///
    /// @param name the label's name
    /// @param value its value, compared exactly
    /// @return those that this directory knows and that have it, in no order, each once
    List<SubjectRef> labelled(String name, String value);

    /// What is declared of a subject.
    ///
    /// @param labels names and values to match
    /// @param dependsOn the subjects that it depends on
    /// @param squad the id of its squad; null where it is in none
    record Facts(Map<String, String> labels, List<SubjectRef> dependsOn, @Nullable String squad) {

        /// The facts of a subject that is not declared.
        public static final Facts NONE = new Facts(Map.of(), List.of(), null);

        /// Copies the collections, and masks labels whose name says that they are secret: they are remembered and shown.
        public Facts {
            labels = MaskedMap.labels(labels);
            dependsOn = List.copyOf(dependsOn);
        }
    }
}
