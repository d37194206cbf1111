package ink.dreamnet.halo.trigger;

/// Thrown where a process that runs cycles has lost the flight to another that took it for dead. It must not start or end
/// any cycle any more.
public class FlightLostException extends RuntimeException {

    /// Makes one.
    public FlightLostException() {
        super("Another process has taken over the flight");
    }
}
