package ink.dreamnet.halo.engine.stage;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.task.verification.Verifications;
import ink.dreamnet.halo.weakpoint.AfterDeploy.Relation;
import ink.dreamnet.halo.weakpoint.DeployHistory;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Names the subjects that every cycle over everything looks at, whatever its plan says.
@Component
record MandatoryChecks(WeakPoints weakPoints, Verifications verifications, DeclaredSubjects declared,
        ObjectProvider<DeployHistory> deploys) {

    /// @param subjects whom the plan would leave out
    /// @param began when the cycle begins
    /// @return what is broken, what a repair is verified by, what depends on these, and what of the subjects was deployed recently, or
    ///         their environment was; each with the reason
    Map<SubjectRef, String> reasons(Collection<SubjectRef> subjects, Instant began) {
        Map<SubjectRef, String> reasons = new HashMap<>();
        DeployHistory history = deploys.getIfAvailable();
        if (history != null) {
            history.before(subjects, began).forEach((subject, deploy) -> {
                if (deploy.relation() != Relation.FLEET) {
                    reasons.put(subject, "shortly after the deploy of " + deploy.describe());
                }
            });
        }
        Set<SubjectRef> open = weakPoints.openSubjects();
        Set<SubjectRef> repaired = verifications.subjects(began);
        declared.dependants(repaired).forEach(subject -> reasons.put(subject, "depends on what was repaired"));
        declared.dependants(open).forEach(subject -> reasons.put(subject, "depends on what is weak"));
        repaired.forEach(subject -> reasons.put(subject, "a repair is to be verified"));
        open.forEach(subject -> reasons.put(subject, "has an open weak point"));
        return reasons;
    }
}
