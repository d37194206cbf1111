package ink.dreamnet.halo.code;

import java.io.IOException;

/// Compares several files of a commit: a manifest with its lock file, a module with its parent. It is run again only where the
/// commit changes a path that concerns it.
public non-sealed interface TreeCheck extends Check {

    /// @return whether an added, changed or removed file can change what this check finds
    boolean concerns(String path);

    /// Checks the tree. A file that the check cannot make sense of leads to a finding or to nothing, never to an exception.
    ///
    /// @throws IOException where the repository cannot be read
    void check(Tree tree, Facts facts) throws IOException;
}
