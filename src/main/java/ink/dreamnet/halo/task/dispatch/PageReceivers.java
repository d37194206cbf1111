package ink.dreamnet.halo.task.dispatch;

import java.util.List;

import org.springframework.modulith.NamedInterface;

/// Knows who gets the event that calls people.
@FunctionalInterface
@NamedInterface("dispatch")
public interface PageReceivers {

    /// @return the names of the sinks that it is sent to
    List<String> sinks();
}
