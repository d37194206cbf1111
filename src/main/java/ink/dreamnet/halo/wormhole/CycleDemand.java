package ink.dreamnet.halo.wormhole;

import java.util.Set;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.trigger.CycleOrder;

/// A cycle that events demand through wormholes.
///
/// @param events how many events demand it
/// @param mode the mode
/// @param scope the subjects
/// @param reason the first of the events, at most 500 characters
record CycleDemand(long events, CycleMode mode, Scope scope, String reason) {

    private static final int MAX_REASON = 500;
    private static final int REASON_KEPT = 440;
    /// A scope of more subjects is not much smaller than everything.
    private static final int MAX_SUBJECTS = 100;

    /// The demand of one event.
    static CycleDemand of(Wormhole wormhole, Wormhole.Mode mode, WormholeEvent event) {
        String reason = Texts.cut("%s: %s from %s".formatted(wormhole.id(), event.type(), event.source()), REASON_KEPT);
        return switch (mode) {
            case FULL -> new CycleDemand(1, CycleMode.FULL, Scope.ALL, reason);
            case LIGHT -> new CycleDemand(1, CycleMode.LIGHT, Scope.ALL, reason);
            // an event that names nothing may concern anything
            case SCOPED -> new CycleDemand(1, CycleMode.FULL,
                    event.subjects().isEmpty() ? Scope.ALL : new Scope.Named(Set.copyOf(event.subjects())), reason);
        };
    }

    /// @return a demand that covers both
    CycleDemand plus(CycleDemand other) {
        CycleMode both = mode == CycleMode.FULL || other.mode == CycleMode.FULL ? CycleMode.FULL : CycleMode.LIGHT;
        Scope union = scope.union(other.scope);
        return new CycleDemand(events + other.events, both,
                union instanceof Scope.Named(Set<?> subjects) && subjects.size() > MAX_SUBJECTS ? Scope.ALL : union,
                reason);
    }

    CycleOrder order() {
        String why = events == 1 ? reason : "%s, and %d more events".formatted(reason, events - 1);
        return new CycleOrder(WormholeTrigger.NAME, mode, scope, Texts.cut(why, MAX_REASON), Actor.HALO, null);
    }
}
