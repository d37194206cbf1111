package ink.dreamnet.halo.console.live;

import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// How far everything that pages show has come. A page carries the mark of when it was made.
///
/// @param audit the last entry of the audit trail
/// @param events the last event of a weak point
/// @param cycle the last recorded cycle and whether one is running, as a hash
/// @param subjects the version of the states of subjects
public record Mark(long audit, long events, int cycle, long subjects) {

    /// @return as a page carries it: `12_7_-345_9`
    @Override
    public String toString() {
        return audit + "_" + events + "_" + cycle + "_" + subjects;
    }

    /// @param text as a page carries it
    /// @return null where it is none
    static @Nullable Mark parse(String text) {
        String[] parts = text.split("_");
        try {
            return parts.length == 4
                    ? new Mark(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2]),
                            Long.parseLong(parts[3]))
                    : null;
        } catch (NumberFormatException notOurs) {
            return null;
        }
    }

    Set<Topic> changedSince(Mark before) {
        Set<Topic> changed = EnumSet.noneOf(Topic.class);
        if (events != before.events || audit != before.audit) {
            changed.add(Topic.PROBLEMS);
        }
        if (audit != before.audit) {
            changed.add(Topic.TASKS);
        }
        if (cycle != before.cycle) {
            changed.add(Topic.CYCLES);
        }
        if (subjects != before.subjects) {
            changed.add(Topic.SUBJECTS);
        }
        return changed;
    }
}
