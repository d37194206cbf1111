package ink.dreamnet.halo.memory.effect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import ink.dreamnet.halo.core.SubjectRef;

/// How closely an earlier outcome resembles a repair that is to be chosen, the closest first.
enum Level {
    /// The same subject and code.
    SUBJECT,
    /// The same kind of subject with the same labels, and the same code.
    LABELS,
    /// The same code.
    CODE,
    /// The same step of the same strategy.
    STRATEGY;

    /// @return the ids under which outcomes are counted on all levels, the closest first
    static List<UUID> cells(EffectKey key, SubjectRef subject, Map<String, String> labels) {
        return Arrays.stream(values()).map(level -> level.id(key, switch (level) {
            case SUBJECT -> key.code() + '\n' + subject;
            case LABELS -> key.code() + '\n' + subject.kind().wire() + '\n' + new TreeMap<>(labels);
            case CODE -> key.code();
            case STRATEGY -> "";
        })).toList();
    }

    /// @return the ids of the levels that hold for all subjects, the closest first
    static List<UUID> cells(EffectKey key) {
        return List.of(CODE.id(key, key.code()), STRATEGY.id(key, ""));
    }

    private UUID id(EffectKey key, String place) {
        return UUID.nameUUIDFromBytes(String.join("\n", name(), key.strategy(), key.step(), key.after(), place)
                .getBytes(StandardCharsets.UTF_8));
    }
}
