package ink.dreamnet.halo.code;

import java.io.IOException;
import java.util.Set;

/// Compares several files of a commit: a manifest with its lock file, a module with its parent. To add one, make it a Spring
/// bean. It is run again only where the commit changes a path that concerns it.
public interface TreeCheck {

    /// The version of what the check does. Facts that another version collected are not used again.
    ///
    /// @return by default 1; raise it with every change that can lead to other facts
    default int version() {
        return 1;
    }

    /// @return every code that it can report; while the check fails these are unknown. Empty (the default) means any code, so
    ///         that nothing that a check of contents reports counts as healthy while this one fails.
    default Set<String> codes() {
        return Set.of();
    }

    /// @return whether an added, changed or removed file can change what this check finds
    boolean concerns(String path);

    /// Looks. A file that the check cannot make sense of leads to a finding or to nothing, never to an exception.
    ///
    /// @throws IOException where the repository cannot be read
    void check(Tree tree, Facts facts) throws IOException;
}
