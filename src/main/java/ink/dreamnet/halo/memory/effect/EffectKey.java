package ink.dreamnet.halo.memory.effect;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.memory.ledger.RepairCase;

/// A repair whose effect is known separately: later steps are only tried where earlier ones failed, so each is compared only
/// with others after the same failures.
///
/// @param strategy the strategy
/// @param step which of its repairs; empty for what becomes of weak points without one
/// @param after the steps that did not help before, joined by commas; empty where none was tried
/// @param code the kind of weak point
record EffectKey(String strategy, String step, String after, String code) {

    private static final int MAX_AFTER = 300;

    static EffectKey of(RepairCase repair) {
        return new EffectKey(repair.strategy(), repair.step(), after(repair.failedBefore()), repair.code());
    }

    static String after(List<String> failedBefore) {
        String all = String.join(",", failedBefore);
        return all.length() <= MAX_AFTER
                ? all
                : UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /// @return that of the same weak points without a repair
    EffectKey control() {
        return new EffectKey(strategy, "", after, code);
    }
}
