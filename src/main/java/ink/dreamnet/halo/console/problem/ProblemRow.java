package ink.dreamnet.halo.console.problem;

import java.util.List;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointGroup.Member;
import org.jspecify.annotations.Nullable;

/// One problem of the list.
///
/// @param point the weak point
/// @param worst the worst severity among it and what it holds back
/// @param holdsBack how many it is the cause of
/// @param members the first of these
/// @param task its repair that is proposed or under way, or else the last one; null where there was none
public record ProblemRow(WeakPoint point, Severity worst, long holdsBack, List<Member> members,
        @Nullable TaskView task) {
}
