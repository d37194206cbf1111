package ink.dreamnet.halo.code;

import java.util.Set;

/// Looks at one file of a commit, and at nothing else. What it finds is kept for as long as path and content stay the same,
/// so it may depend on no other file, no clock and no state. To add one, make it a Spring bean.
///
/// It may be called for several files at the same time.
public interface FileCheck {

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

    /// @return whether the check wants to read a file; told from its entry alone
    boolean reads(TreeFile file);

    /// Looks at a file that [#reads] accepted. A file that the check cannot make sense of leads to a finding or to nothing,
    /// never to an exception.
    void check(SourceFile file, Facts facts);
}
