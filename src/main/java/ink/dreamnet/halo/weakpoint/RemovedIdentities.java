package ink.dreamnet.halo.weakpoint;

import java.util.Collection;
import java.util.Set;

/// Knows whose subjects are not watched any more.
@FunctionalInterface
interface RemovedIdentities {

    /// @return those whose analyzer does not watch their subject any more
    Set<Identity> among(Collection<Identity> unobserved);
}
