package ink.dreamnet.halo.resonance.origin;

import java.util.Collection;

import ink.dreamnet.halo.resonance.timeline.Health;
import org.jspecify.annotations.Nullable;

/// A subject that is weak, or of which a metric is off.
///
/// @param subject its number
/// @param health how it was last observed
/// @param weak whether it is weak
/// @param sinceMs since when it is weak or off, in ms since 1970
/// @param deviations what is off
/// @param timely whether its answers are as fast as usual; false where they are not measured
record Open(int subject, Health health, boolean weak, long sinceMs, Collection<Deviation> deviations, boolean timely) {

    /// From here on something that nobody reported stands out.
    static final double STANDS_OUT = 3;

    /// How bad it is to be down or degraded, in the same terms as deviations: clearly, and more than that.
    private static final double DEGRADED = 6;
    private static final double DOWN = 12;

    /// @return what is off most; null where nothing is
    @Nullable
    Deviation worst() {
        Deviation worst = null;
        for (Deviation each : deviations) {
            worst = worst == null || each.z() > worst.z() ? each : worst;
        }
        return worst;
    }

    /// @return how far it is off, in standard deviations; 0 where nothing is off
    double z() {
        Deviation worst = worst();
        return worst == null ? 0 : worst.z();
    }

    /// @return how bad it is
    double badness() {
        return z() > 0 || !weak ? z() : health == Health.DOWN ? DOWN : DEGRADED;
    }

    /// Tells whether this may be why another one is open that depends on it. Where both were measured, the measure decides: also of one
    /// that is reported.
    boolean explains(Open effect) {
        if (!weak && z() < STANDS_OUT && !(effect.weak && effect.z() < STANDS_OUT)) {
            return false;
        }
        Deviation seen = effect.worst();
        if (seen == null || effect.weak && effect.z() < STANDS_OUT) {
            return true;
        }
        if (weak && deviations.isEmpty()) {
            return health == Health.DOWN || effect.z() <= DEGRADED;
        }
        Deviation same = null;
        for (Deviation each : deviations) {
            boolean better = same == null || !same.metric().equals(seen.metric())
                    && (each.metric().equals(seen.metric()) || each.z() > same.z());
            if (each.kind() == seen.kind() && (weak || each.z() >= STANDS_OUT) && better) {
                same = each;
            }
        }
        return same != null && same.accountsFor(seen);
    }

    /// @return what is wrong with it: what is off most, or that it fails where it is reported although it is not slow; null where that is
    ///         not known
    private @Nullable Kind trouble() {
        Deviation worst = worst();
        return worst != null ? worst.kind() : timely ? Kind.AVAILABILITY : null;
    }

    /// @return how well it fits what is wrong with one that it [#explains]: 1, or a half where something else is wrong with that one
    double fits(Open effect) {
        Kind there = effect.trouble();
        Kind here = trouble();
        return there == null || here == null || here == there
                || deviations.stream().anyMatch(each -> each.kind() == there) ? 1 : 0.5;
    }

    /// @return what is wrong, as a phrase that begins with "it" or "its"
    String describe() {
        Deviation worst = worst();
        return worst != null
                ? "its " + worst.describe().replaceFirst("^(?=\\d)", "share of failures is ")
                : "it is " + health.wire();
    }
}
