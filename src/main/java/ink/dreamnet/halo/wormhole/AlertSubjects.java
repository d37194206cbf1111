package ink.dreamnet.halo.wormhole;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.SubjectDirectory;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Finds out what an alert is about, from its labels.
@Component
class AlertSubjects {

    private final AlertProperties.Alerts properties;
    private final List<SubjectDirectory> directories;

    AlertSubjects(AlertProperties properties, List<SubjectDirectory> directories) {
        this.properties = properties.alerts();
        this.directories = directories;
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
        Set<SubjectRef> known = new HashSet<>();
        if (!candidates.isEmpty()) {
            directories.forEach(directory -> known.addAll(directory.facts(candidates).keySet()));
        }
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
