package ink.dreamnet.halo.task.dispatch;

import ink.dreamnet.halo.http.Destination;
import ink.dreamnet.halo.http.SendResult;

/// Brings a task to those who do it. To add a channel, make it a Spring bean and name it in `halo.dispatch.routes[]`.
public interface DispatchChannel {

    /// @return the channel's name in configuration and on the wire, at most 20 characters
    String name();

    /// Sends one task once. Called on a thread that may wait; it must end within the configured timeout. The same delivery
    /// may be sent again after a failure or a crash, always with the same idempotency key.
    ///
    /// @return the result; never null, and nothing is thrown for what the target does
    /// @throws InterruptedException where HALO shuts down; the delivery is repeated after the next start
    SendResult send(Delivery delivery, Destination target) throws InterruptedException;
}
