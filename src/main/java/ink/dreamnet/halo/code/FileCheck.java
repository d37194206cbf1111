package ink.dreamnet.halo.code;

/// Checks one file of a commit by itself. What it finds is kept for as long as path and content stay the same,
/// so it may depend on no other file, no clock and no state.
///
/// It may be called for several files at the same time.
public non-sealed interface FileCheck extends Check {

    /// @return whether the check wants to read a file; decided from its entry alone
    boolean reads(TreeFile file);

    /// Checks a file that [#reads] accepted. A file that the check cannot make sense of leads to a finding or to nothing,
    /// never to an exception.
    void check(SourceFile file, Facts facts);
}
