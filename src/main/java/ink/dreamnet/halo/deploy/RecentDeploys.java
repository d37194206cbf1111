package ink.dreamnet.halo.deploy;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.AfterDeploy;
import ink.dreamnet.halo.weakpoint.AfterDeploy.Relation;
import ink.dreamnet.halo.weakpoint.DeployHistory;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Finds the deploy before a weak point: the latest of their own service, or else the latest to their environment,
/// or else the latest of all.
@Component
class RecentDeploys implements DeployHistory {

    private static final int MOST = 1000;

    private final DeployStore store;
    private final DeclaredSubjects declared;
    private final ServiceSubjects services;
    private final DeployProperties properties;

    RecentDeploys(DeployStore store, DeclaredSubjects declared, ServiceSubjects services,
            DeployProperties properties) {
        this.store = store;
        this.declared = declared;
        this.services = services;
        this.properties = properties;
    }

    @Override
    public Map<SubjectRef, AfterDeploy> before(Collection<SubjectRef> subjects, Instant at) {
        List<Deploy> recent = store.between(at.minus(properties.window()), at, MOST);
        if (recent.isEmpty()) {
            return Map.of();
        }
        Map<SubjectRef, Facts> facts = declared.facts(subjects);
        Map<SubjectRef, AfterDeploy> before = new HashMap<>();
        subjects.forEach(subject -> before.put(subject, closest(recent, subject, facts.get(subject))));
        return before;
    }

    @Override
    public List<Deployed> between(Instant after, Instant until, int most) {
        return store.between(after, until, most).reversed().stream()
                .map(deploy -> new Deployed(deploy.at(), services.of(deploy))).toList();
    }

    /// Chooses the deploy that a weak point names. Without side effects.
    ///
    /// @param recent the latest first, at least one
    /// @param facts what is declared of the subject; null where nothing is
    static AfterDeploy closest(List<Deploy> recent, SubjectRef subject, @Nullable Facts facts) {
        String environment = facts == null ? null : facts.labels().get(ServiceSubjects.ENVIRONMENT);
        Deploy there = null;
        for (Deploy deploy : recent) {
            if (ServiceSubjects.belongs(deploy, subject, facts)) {
                return after(deploy, Relation.OWN);
            }
            if (there == null && environment != null && environment.equals(deploy.environment())) {
                there = deploy;
            }
        }
        return there != null ? after(there, Relation.ENVIRONMENT) : after(recent.getFirst(), Relation.FLEET);
    }

    private static AfterDeploy after(Deploy deploy, Relation relation) {
        return new AfterDeploy(deploy.id(), deploy.service(), deploy.version(), deploy.environment(), deploy.at(),
                relation);
    }
}
