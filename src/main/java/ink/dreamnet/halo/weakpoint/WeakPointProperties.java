package ink.dreamnet.halo.weakpoint;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How weak points are followed.
///
/// @param flapping when a weak point counts as flapping
@ConfigurationProperties("halo.weakpoint")
public record WeakPointProperties(@DefaultValue Flapping flapping) {

    /// When a weak point counts as flapping: the weighted method of Nagios over the last 21 observations.
    ///
    /// @param enabled whether any weak point counts as flapping
    /// @param start from which percentage of state change on it is flapping, above `stop`, at most 100
    /// @param stop down to which percentage it stays flapping, 0 or more: at this one it is not any more
    public record Flapping(@DefaultValue("true") boolean enabled, @DefaultValue("30") double start,
            @DefaultValue("20") double stop) {

        /// @throws IllegalArgumentException where the thresholds are out of range or not in order
        public Flapping {
            if (!(stop >= 0 && stop < start && start <= 100)) {
                throw new IllegalArgumentException(
                        ("halo.weakpoint.flapping: start (%s) must be at most 100 and above stop (%s), "
                                + "stop must be 0 or more").formatted(start, stop));
            }
        }

        /// @param before whether it was flapping until now
        /// @param percent how much it changes, in percent
        /// @return whether it is flapping now; between the thresholds it stays what it was
        boolean judge(boolean before, double percent) {
            return enabled && (percent >= start || before && percent > stop);
        }
    }
}
