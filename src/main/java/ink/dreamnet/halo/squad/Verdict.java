package ink.dreamnet.halo.squad;

import ink.dreamnet.halo.analysis.Issue;

/// What can be said about one side of one squad.
sealed interface Verdict {

    /// It is well.
    Verdict WELL = new Well();
    /// Too little is known.
    Verdict UNKNOWN = new Unknown();

    /// It is well.
    record Well() implements Verdict {
    }

    /// Too little is known.
    record Unknown() implements Verdict {
    }

    /// Something is wrong.
    record Found(Issue issue) implements Verdict {
    }
}
