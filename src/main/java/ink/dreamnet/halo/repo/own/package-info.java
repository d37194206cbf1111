/// An operator's own checks: commands that are run in a clean checkout and must succeed. They are the only way in which HALO
/// runs what is in a repository, and there are none unless configured.
@NullMarked
package ink.dreamnet.halo.repo.own;

import org.jspecify.annotations.NullMarked;
