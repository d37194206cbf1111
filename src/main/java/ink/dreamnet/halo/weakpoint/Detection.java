package ink.dreamnet.halo.weakpoint;

import java.util.List;

/// What the issues of one cycle meant for the weak points.
///
/// @param seen the weak points that this cycle saw, the most severe first
/// @param opened how many of them are new
/// @param reopened how many of them came back
/// @param resolved the weak points that this cycle closed
public record Detection(List<WeakPoint> seen, int opened, int reopened, List<WeakPoint> resolved) {
}
