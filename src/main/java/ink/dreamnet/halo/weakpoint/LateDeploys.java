package ink.dreamnet.halo.weakpoint;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Finds the deploy before a weak point where the deploy was reported only after the weak point had opened.
@Service
public class LateDeploys {

    private static final int MAX_DETAIL = 1000;

    private final WeakPointStore store;
    private final ObjectProvider<DeployHistory> deploys;
    private final Clock clock;

    LateDeploys(WeakPointStore store, ObjectProvider<DeployHistory> deploys, Clock clock) {
        this.store = store;
        this.deploys = deploys;
        this.clock = clock;
    }

    /// Looks up again the deploy before each weak point that opened or reopened within a time and is not resolved.
    /// Idempotent.
    ///
    /// @param after when the deploy was done that was reported late
    /// @param until how long after it a weak point that opens names it
    @Transactional
    public void reconsider(Instant after, Instant until) {
        DeployHistory history = deploys.getIfAvailable();
        List<WeakPointEntity> opened = history == null ? List.of() : store.lockOpened(after, until);
        Map<Instant, Map<SubjectRef, AfterDeploy>> known = new TreeMap<>();
        WeakPointStore.Events news = new WeakPointStore.Events();
        for (WeakPointEntity point : opened) {
            Instant from = point.episodeFrom();
            if (history == null || from == null) {
                continue;
            }
            // those of one cycle began together, so there are few of these
            AfterDeploy before = known.computeIfAbsent(from, began -> history.before(opened.stream()
                    .filter(other -> began.equals(other.episodeFrom())).map(other -> other.identity().subject())
                    .distinct().toList(), began)).get(point.identity().subject());
            if (before != null && !before.names(point.afterDeploy())) {
                point.follows(from, before);
                news.add(point.id(), new WeakPointEvent(clock.instant(), Actor.HALO.name(), "deploy-told", null,
                        Texts.cut("after the deploy of %s, which was reported late".formatted(before.describe()),
                                MAX_DETAIL)));
            }
        }
        store.write(news);
    }
}
