package ink.dreamnet.halo.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.deploy.Deploy;
import ink.dreamnet.halo.deploy.Deploys;
import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventQuery;
import ink.dreamnet.halo.event.EventStore;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.report.ProblemReport.Moment;
import ink.dreamnet.halo.report.ProblemReport.Source;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.weakpoint.AfterDeploy;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.springframework.stereotype.Component;

/// Joins what several rooms know of the course of a weak point, in the order of time.
@Component
record Timeline(WeakPoints weakPoints, Tasks tasks, Deploys deploys, EventStore events) {

    private static final int MOST = 200;
    /// Of the deploys of all services in that time.
    private static final int MOST_DEPLOYS = 500;
    /// How long before a weak point opened deploys and events are of interest.
    private static final Duration BEFORE = Duration.ofHours(2);

    /// @param facts what is declared of its subject
    /// @param shown the tasks whose course is told
    /// @return what happened up to a time, the oldest first; where it is too long, the latest of it
    Excerpt<Moment> of(WeakPoint weakPoint, Facts facts, List<TaskView> shown, Instant now) {
        Instant from = weakPoint.firstSeenAt().minus(BEFORE);
        Instant until = weakPoint.resolvedAt() == null ? now : weakPoint.resolvedAt();
        List<Moment> moments = new ArrayList<>();
        weakPoints.history(weakPoint.id()).forEach(event -> moments.add(new Moment(event.at(), Source.WEAK_POINT,
                event.kind(), event.actor(), event.detail(), null, event.cycleId())));
        shown.forEach(task -> tasks.trail(task.id()).forEach(entry -> moments.add(new Moment(entry.at(), Source.TASK,
                entry.action(), entry.actor(), entry.reason(), task.id(), null))));
        deploys(weakPoint, facts, from, until).forEach(deploy -> moments.add(new Moment(deploy.at(), Source.DEPLOY,
                "deploy", deploy.recordedBy(), deploy.describe(), deploy.id(), null)));
        Page<WormholeEvent> named = events.page(new EventQuery(Direction.IN, null, null, null, null,
                weakPoint.subject(), from, until), new PageQuery(PageQuery.MAX_LIMIT, null));
        named.items().forEach(event -> moments.add(new Moment(event.time(), Source.EVENT, event.type(), event.source(),
                null, event.id(), null)));
        // what happened at the same time stays in the order of the sources
        moments.sort(Comparator.comparing(Moment::at));
        Excerpt<Moment> latest = Excerpt.last(moments, MOST);
        return new Excerpt<>(latest.entries(), latest.more() + (named.next() == null ? 0 : 1));
    }

    private List<Deploy> deploys(WeakPoint weakPoint, Facts facts, Instant from, Instant until) {
        List<Deploy> near = new ArrayList<>(deploys.around(weakPoint.subject(), facts, from, until, MOST_DEPLOYS));
        AfterDeploy after = weakPoint.afterDeploy();
        if (after != null && near.stream().noneMatch(deploy -> deploy.id().equals(after.id()))) {
            deploys.find(after.id()).ifPresent(near::add);
        }
        return near;
    }
}
