package ink.dreamnet.halo.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something that makes HALO run. To add one, make it a Spring bean that gives its [CycleOrder]s to [TriggerGate#fire] under
/// its own name.
public interface Trigger {

    /// @return the stable name: lower case with hyphens
    String name();

    /// @return whether configuration lets it fire; an operator's switch at run time goes before it
    default boolean enabled() {
        return true;
    }

    /// @return one sentence for an operator: when it fires
    String detail();

    /// @return whether an operator may enable and disable it
    default boolean switchable() {
        return true;
    }

    /// @return how long after a firing it does not fire again; zero where it always may
    default Duration cooldown() {
        return Duration.ZERO;
    }

    /// @return when it fires next, where it knows that beforehand
    default Optional<Instant> nextFiring() {
        return Optional.empty();
    }

    /// @return what it watches and where that stands, the value that it goes by first; empty where it measures nothing
    default List<Reading> readings() {
        return List.of();
    }
}
