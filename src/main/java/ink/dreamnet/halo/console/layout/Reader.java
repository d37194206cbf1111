package ink.dreamnet.halo.console.layout;

/// Who looks at a page, and what they may do.
///
/// @param name as the audit trail calls them
/// @param operates whether they may decide on tasks, silence and acknowledge
/// @param administers whether they may change rules and the fleet
/// @param loggedIn whether they can log out
public record Reader(String name, boolean operates, boolean administers, boolean loggedIn) {

    /// @return whether they may stop HALO, let it go on, and ask for a cycle
    public boolean controls() {
        return operates || administers;
    }
}
