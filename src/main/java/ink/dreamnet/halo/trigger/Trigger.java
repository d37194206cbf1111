package ink.dreamnet.halo.trigger;

/// Something that makes HALO run. To add one, make it a Spring bean that puts [CycleOrder]s into [CycleRequests] under its
/// own name.
public interface Trigger {

    /// @return the stable name: lower-case words with hyphens
    String name();

    /// @return whether it fires at present
    boolean enabled();

    /// @return one sentence for an operator: when it fires
    String detail();
}
