package ink.dreamnet.halo.weakpoint;

import java.util.List;
import java.util.UUID;

/// What the issues of one cycle meant for the weak points.
///
/// @param seen the weak points that this cycle saw, the most severe first
/// @param opened how many of them are new
/// @param reopened how many of them reopened
/// @param resolved the weak points that this cycle closed
/// @param toRepair the weak points of which repairs are to be proposed, the most severe first. One that is flapping is among
///        them also where this cycle did not see it
/// @param flappingChanged the ids of the open weak points that began or ceased to flap: their proposals are out of date
public record Detection(List<WeakPoint> seen, int opened, int reopened, List<WeakPoint> resolved,
        List<WeakPoint> toRepair, List<UUID> flappingChanged) {

    /// @return the ids of those closed weak points whose subjects are still watched
    public List<UUID> resolvedByThemselves() {
        return resolved.stream().filter(point -> !point.subjectRemoved()).map(WeakPoint::id).toList();
    }

    /// @return the ids of those closed weak points whose subjects are not watched any more
    public List<UUID> removed() {
        return resolved.stream().filter(WeakPoint::subjectRemoved).map(WeakPoint::id).toList();
    }
}
