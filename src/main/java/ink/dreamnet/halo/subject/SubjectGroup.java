package ink.dreamnet.halo.subject;

import java.util.EnumMap;
import java.util.Map;

/// How many subjects of one group are in which state.
///
/// @param name the name of the kind or squad, or the label's value; empty for those that have none
/// @param byState how many by state; a state without subjects is absent
public record SubjectGroup(String name, Map<SubjectState, Long> byState) {

    /// By what subjects are grouped.
    public sealed interface By {

        /// By their kinds.
        record Kind() implements By {
        }

        /// By their squads.
        record Squad() implements By {
        }

        /// By the values of a label.
        record Label(String name) implements By {
        }
    }

    /// Copies the map.
    public SubjectGroup {
        byState = byState.isEmpty() ? Map.of() : new EnumMap<>(byState);
    }

    /// @return how many are in one state
    public long in(SubjectState state) {
        return byState.getOrDefault(state, 0L);
    }

    /// @return how many there are
    public long total() {
        return byState.values().stream().mapToLong(Long::longValue).sum();
    }
}
