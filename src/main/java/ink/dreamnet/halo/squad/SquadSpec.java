package ink.dreamnet.halo.squad;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/// What a caller writes to define a squad, and the form in which it is stored. What an answer adds is ignored, so
/// that an answer can be edited and put back.
///
/// @param id the squad's id; where the path of a request names it too, both must be the same
/// @param name how operators call it, at most 200 characters; by default its id
/// @param members the ids of its agents, at most 1,000
/// @param labels names and values that silences and reports can match; squads of one `peer-group` are compared with each other
/// @param dependsOn the subjects (`kind:id`) that it depends on
@JsonIgnoreProperties({"managedBy", "updatedAt", "numbers", "state", "stateSince", "lastCheckedAt", "lastResult",
        "recentChecks", "weakPoints"})
record SquadSpec(@Nullable String id, @Nullable String name, @Nullable List<@Nullable String> members,
        @Nullable Map<String, @Nullable String> labels, @Nullable List<@Nullable String> dependsOn) {

    /// What another service lists of a squad.
    static SquadSpec pulled(String name, List<String> members) {
        return new SquadSpec(null, name, List.copyOf(members), null, null);
    }

    /// @return the same without the id, as it is stored
    SquadSpec withoutId() {
        return new SquadSpec(null, name, members, labels, dependsOn);
    }
}
