package ink.dreamnet.halo.weakpoint;

import java.util.List;

import ink.dreamnet.halo.core.SubjectRef;

/// What a silence would do that nobody has put yet.
///
/// @param silence it, as it would be put now
/// @param everything whether none of its conditions picks anything out
/// @param hits what it would match now
/// @param open how many weak points are open
/// @param subjects how many subjects it may hold for, whether anything is wrong with them or not
/// @param firstSubjects the first of these, at most [WeakPointGroup#MAX_MEMBERS]
/// @param watched how many subjects there are
/// @param complete whether all of these were tried; false where its expressions take too long for that
public record SilencePreview(SilenceView silence, boolean everything, SilenceHits hits, long open, long subjects,
        List<SubjectRef> firstSubjects, long watched, boolean complete) {

    /// Copies the list.
    public SilencePreview {
        firstSubjects = List.copyOf(firstSubjects);
    }
}
