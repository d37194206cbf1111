package ink.dreamnet.halo.sink;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import ink.dreamnet.halo.event.SequencedEvent;
import ink.dreamnet.halo.http.SendResult;

/// A sink that is ready for sending.
interface Sink {

    /// @return where it sends to, without secrets
    String target();

    /// Looks for what would make all sends fail, before there is anything to send. Called on a thread that may wait.
    ///
    /// @return what is wrong; empty where nothing is known to be
    default Optional<String> check() {
        return Optional.empty();
    }

    /// @return of how many events it makes one send at most. Where it is more than one, one send goes after the other; else
    ///         events of different subjects go at the same time
    default int batch() {
        return 1;
    }

    /// @param events at least one; where [#batch] is more than one
    /// @return how many of the first of them make one send, at least one
    default int together(List<SequencedEvent> events) {
        return events.size();
    }

    /// Says why an event is not sent, whatever the receiver would make of it. It becomes a dead letter, so that it can be
    /// redelivered when the reason is gone. Asked only where [#batch] is one.
    ///
    /// @return one sentence; empty where it is sent
    default Optional<String> withheld(SequencedEvent event) {
        return Optional.empty();
    }

    /// Sends events once, in their order. Called on a thread that may wait; it must end within the configured timeout.
    ///
    /// @param events at least one, at most [#batch]
    /// @return the result, for all of them; nothing is thrown for what the receiver does
    /// @throws InterruptedException where HALO shuts down; they are sent again after the next start
    SendResult send(List<SequencedEvent> events) throws InterruptedException;

    /// @return how often [#refresh] is to be called; empty where it is not
    default Optional<Duration> refreshEvery() {
        return Optional.empty();
    }

    /// Sends the present state to the receiver, beside the events.
    ///
    /// @return the result
    /// @throws InterruptedException where HALO shuts down
    default SendResult refresh() throws InterruptedException {
        return new SendResult.Accepted(200);
    }

    /// Ends its connections.
    default void close() {
        // most have nothing to close
    }
}
