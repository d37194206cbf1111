package ink.dreamnet.halo.deploy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Knows which subjects belong to a service: those that a deploy names; or else those with the label `service: <its name>`
/// and those whose id is its name, unless their label `environment` names another one.
@Component
class ServiceSubjects {

    static final String SERVICE = "service";
    static final String ENVIRONMENT = "environment";

    private final DeclaredSubjects declared;

    ServiceSubjects(DeclaredSubjects declared) {
        this.declared = declared;
    }

    /// @return the subjects that belong to a deploy; empty where none is known to
    Set<SubjectRef> of(Deploy deploy) {
        if (!deploy.subjects().isEmpty()) {
            return new TreeSet<>(deploy.subjects());
        }
        Set<SubjectRef> candidates = new TreeSet<>(declared.labelled(SERVICE, deploy.service()));
        candidates.addAll(named(deploy.service()));
        Map<SubjectRef, Facts> facts = declared.facts(candidates);
        candidates.removeIf(subject -> !facts.containsKey(subject) || !belongs(deploy, subject, facts.get(subject)));
        return candidates;
    }

    /// Decides whether a subject belongs to a deploy. Without side effects.
    ///
    /// @param facts what is declared of the subject; null where nothing is
    static boolean belongs(Deploy deploy, SubjectRef subject, @Nullable Facts facts) {
        if (!deploy.subjects().isEmpty()) {
            return deploy.subjects().contains(subject);
        }
        Map<String, String> labels = facts == null ? Map.of() : facts.labels();
        String service = labels.get(SERVICE);
        boolean its = service == null ? subject.id().equals(deploy.service()) : service.equals(deploy.service());
        String environment = labels.get(ENVIRONMENT);
        return its && (environment == null || deploy.environment() == null
                || environment.equals(deploy.environment()));
    }

    private static List<SubjectRef> named(String service) {
        boolean anId = service.chars().noneMatch(Character::isWhitespace);
        return anId
                ? List.of(SubjectKind.values()).stream().map(kind -> new SubjectRef(kind, service)).toList()
                : List.of();
    }
}
