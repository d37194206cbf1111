package ink.dreamnet.halo.wormhole;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Finds the subjects that an event names: in its subject (`endpoint:checkout`), in the members `subject` and
/// `subjects` of its data, in members such as `endpointId`, and in who sent it.
final class EventSubjects {

    private static final Map<String, SubjectKind> MEMBERS = Map.ofEntries(Map.entry("agentId", SubjectKind.AGENT),
            Map.entry("agent", SubjectKind.AGENT), Map.entry("squadId", SubjectKind.SQUAD),
            Map.entry("squad", SubjectKind.SQUAD), Map.entry("endpointId", SubjectKind.ENDPOINT),
            Map.entry("endpoint", SubjectKind.ENDPOINT), Map.entry("graftId", SubjectKind.GRAFT),
            Map.entry("graft", SubjectKind.GRAFT), Map.entry("repository", SubjectKind.REPOSITORY),
            Map.entry("environment", SubjectKind.ENVIRONMENT));
    private static final Map<String, SubjectKind> SENDERS = Map.of("agent", SubjectKind.AGENT, "squad",
            SubjectKind.SQUAD, "graft", SubjectKind.GRAFT, "api", SubjectKind.ENDPOINT, "endpoint",
            SubjectKind.ENDPOINT);

    private EventSubjects() {
    }

    /// @return those that it names, the most explicit first; what has not the form of a subject is ignored
    static List<SubjectRef> of(@Nullable String subject, @Nullable String sourceType, @Nullable String sourceId,
            @Nullable JsonNode data) {
        Set<SubjectRef> named = new LinkedHashSet<>();
        add(named, subject);
        if (data != null && data.isObject()) {
            add(named, data.path("subject").asString(null));
            data.path("subjects").forEach(entry -> add(named, entry.asString(null)));
            data.propertyStream().filter(member -> MEMBERS.containsKey(member.getKey()) && member.getValue().isString())
                    .forEach(member -> add(named, MEMBERS.get(member.getKey()), member.getValue().stringValue()));
        }
        if (sourceType != null && sourceId != null) {
            SubjectKind kind = SENDERS.get(sourceType.toLowerCase(Locale.ROOT));
            if (kind != null) {
                add(named, kind, sourceId);
            }
        }
        return named.stream().limit(EventLimits.MAX_SUBJECTS).toList();
    }

    private static void add(Set<SubjectRef> named, @Nullable String text) {
        if (text == null || text.indexOf(':') < 1) {
            return;
        }
        try {
            named.add(SubjectRef.parse(text));
        } catch (InvalidInputException other) {
            // a subject of another form
        }
    }

    private static void add(Set<SubjectRef> named, @Nullable SubjectKind kind, String id) {
        try {
            if (kind != null) {
                named.add(new SubjectRef(kind, id));
            }
        } catch (InvalidInputException notAnId) {
            // nothing that could be watched
        }
    }
}
