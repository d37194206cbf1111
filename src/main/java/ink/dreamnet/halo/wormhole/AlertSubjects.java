package ink.dreamnet.halo.wormhole;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Finds out what an alert is about, from its labels.
@Component
class AlertSubjects {

    private final AlertProperties.Alerts properties;
    private final DeclaredSubjects declared;

    AlertSubjects(AlertProperties properties, DeclaredSubjects declared) {
        this.properties = properties.alerts();
        this.declared = declared;
    }

    /// @return the subject that the alert's labels name, or else the configured one
    SubjectRef of(Map<String, String> labels) {
        String explicit = labels.get(properties.subjectLabel());
        if (explicit != null) {
            try {
                return SubjectRef.parse(explicit);
            } catch (InvalidInputException malformed) {
                // the other labels may do
            }
        }
        Set<SubjectRef> candidates = new LinkedHashSet<>();
        properties.kinds().forEach((label, kind) -> {
            SubjectRef candidate = candidate(kind, labels.get(label));
            if (candidate != null) {
                candidates.add(candidate);
            }
        });
        Set<SubjectRef> known = declared.facts(candidates).keySet();
        return candidates.stream().filter(known::contains).findFirst().orElseGet(properties::fallbackSubject);
    }

    private static @Nullable SubjectRef candidate(SubjectKind kind, @Nullable String id) {
        try {
            return id == null ? null : new SubjectRef(kind, id);
        } catch (InvalidInputException notAnId) {
            return null;
        }
    }
}
