package ink.dreamnet.halo.event;

/// Reacts when committed events have got their positions in the [EventLog], or may have.
public interface RelayListener {

    /// Called on the relay's thread, at least once for each batch of new events; it must not block.
    void relayed();
}
