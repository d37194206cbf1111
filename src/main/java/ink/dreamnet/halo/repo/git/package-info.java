/// Gets git repositories: opens those on this machine without ever writing to them, and keeps a shallow clone of remote ones.
@NullMarked
package ink.dreamnet.halo.repo.git;

import org.jspecify.annotations.NullMarked;
