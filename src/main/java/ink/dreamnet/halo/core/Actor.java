package ink.dreamnet.halo.core;

/// Who caused a change.
///
/// @param name how the audit trail calls them; at most 200 characters
public record Actor(String name) {

    /// HALO itself: a cycle, a schedule, an expiry.
    public static final Actor HALO = new Actor("halo");
}
