package ink.dreamnet.halo.weakpoint;

import java.util.List;

/// Which of the open weak points a silence or window matches, whether it holds or not.
///
/// @param count how many
/// @param first the first of them, the most severe first, at most [WeakPointGroup#MAX_MEMBERS]
/// @param complete whether all were tried; false where its expressions take too long for that
public record SilenceHits(long count, List<WeakPointGroup.Member> first, boolean complete) {

    /// Copies the list.
    public SilenceHits {
        first = List.copyOf(first);
    }
}
