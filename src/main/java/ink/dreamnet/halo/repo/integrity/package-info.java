/// Whether a repository holds together as git sees it: its objects, refs, index and tree.
@NullMarked
package ink.dreamnet.halo.repo.integrity;

import org.jspecify.annotations.NullMarked;
