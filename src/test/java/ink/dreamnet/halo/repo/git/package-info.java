/// Tests of how repositories are written out.
@NullMarked
package ink.dreamnet.halo.repo.git;

import org.jspecify.annotations.NullMarked;
