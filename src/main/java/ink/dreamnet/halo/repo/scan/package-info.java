/// Reads a commit: its tree, the facts that the checks collect in its files, and the findings that follow. What was read is
/// kept in files, so that only what changed is read again.
@NullMarked
package ink.dreamnet.halo.repo.scan;

import org.jspecify.annotations.NullMarked;
