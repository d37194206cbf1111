package ink.dreamnet.halo.analysis;

import java.util.Map;

import ink.dreamnet.halo.core.PlainJson;

/// What an analyzer would do about what it saw.
///
/// @param action a verb in lower case with hyphens (`revive-agent`)
/// @param description one sentence for an operator
/// @param target what to do it to, usually `kind:id`
/// @param meta further facts
public record Recommendation(String action, String description, String target, Map<String, Object> meta) {
    public Recommendation {
        meta = PlainJson.of(meta);
    }
}
