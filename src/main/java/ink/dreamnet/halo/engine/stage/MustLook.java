package ink.dreamnet.halo.engine.stage;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.task.verification.Verifications;
import ink.dreamnet.halo.weakpoint.AfterDeploy;
import ink.dreamnet.halo.weakpoint.AfterDeploy.Relation;
import ink.dreamnet.halo.weakpoint.DeployHistory;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Names the subjects that every cycle over everything looks at, whatever its plan says.
@Component
record MustLook(WeakPoints weakPoints, Verifications verifications, DeclaredSubjects declared,
        ObjectProvider<DeployHistory> deploys) {

    /// @param began when the cycle begins
    /// @return what is broken, what a repair is verified by, and what depends on these; each with the reason
    Map<SubjectRef, String> at(Instant began) {
        Map<SubjectRef, String> reasons = new HashMap<>();
        Set<SubjectRef> open = weakPoints.openSubjects();
        Set<SubjectRef> repaired = verifications.subjects(began);
        declared.dependants(repaired).forEach(subject -> reasons.put(subject, "depends on what was repaired"));
        declared.dependants(open).forEach(subject -> reasons.put(subject, "depends on what is weak"));
        repaired.forEach(subject -> reasons.put(subject, "a repair is to be verified"));
        open.forEach(subject -> reasons.put(subject, "has an open weak point"));
        return reasons;
    }

    /// @return those of some subjects that were deployed recently, or their environment was; each with the reason
    Map<SubjectRef, String> deployed(Collection<SubjectRef> subjects, Instant began) {
        DeployHistory history = subjects.isEmpty() ? null : deploys.getIfAvailable();
        Map<SubjectRef, String> reasons = new HashMap<>();
        if (history != null) {
            history.before(new HashSet<>(subjects), began).forEach((subject, deploy) -> {
                if (deploy.relation() != Relation.FLEET) {
                    reasons.put(subject, sentence(deploy));
                }
            });
        }
        return reasons;
    }

    private static String sentence(AfterDeploy deploy) {
        return "shortly after the deploy of " + deploy.describe();
    }
}
