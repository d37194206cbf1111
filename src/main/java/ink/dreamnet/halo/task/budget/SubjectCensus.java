package ink.dreamnet.halo.task.budget;

import java.util.List;

import ink.dreamnet.halo.core.SubjectRef;
import org.springframework.modulith.NamedInterface;

/// Counts the groups that a subject belongs to, and how much of them is weak. Each module that keeps subjects may implement
/// it for its own kind.
@FunctionalInterface
@NamedInterface("budget")
public interface SubjectCensus {

    /// A group of subjects.
    ///
    /// @param name `kind:agent`, `squad:deploy` or `label:team=blue`, at most 300 characters
    /// @param subjects how many it has
    /// @param weak how many of them have a weak point that is not resolved
    record Group(String name, int subjects, int weak) {

        public boolean kind() {
            return name.startsWith("kind:");
        }

        /// @param from from how many subjects on a group can be in a storm
        /// @return whether more than half of it is weak
        public boolean storms(int from) {
            return subjects >= from && 2L * weak > subjects;
        }

        /// @return how weak it is, as a clause
        public String weakness() {
            return "%d of the %d subjects of %s are weak at once".formatted(weak, subjects, name);
        }
    }

    /// Called when weak points have just changed, for a census that caches what it counted.
    default void countAnew() {
    }

    /// @return the groups of a subject; empty where it is of another kind
    List<Group> groupsOf(SubjectRef subject);
}
