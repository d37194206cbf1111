package ink.dreamnet.halo.console.live;

import java.util.Locale;

/// What pages show, and can have changed.
enum Topic {
    /// Weak points: what is wrong, what was said about it.
    PROBLEMS,
    /// Tasks and everything else that somebody or HALO decides.
    TASKS,
    /// Cycles, and with them what was observed of subjects.
    CYCLES,
    /// The states of subjects, which follow a cycle within a second.
    SUBJECTS;

    /// @return the name of the server-sent event
    String event() {
        return name().toLowerCase(Locale.ROOT);
    }
}
