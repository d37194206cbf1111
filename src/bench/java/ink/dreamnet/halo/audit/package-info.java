/// Benches of the audit trail.
@NullMarked
package ink.dreamnet.halo.audit;

import org.jspecify.annotations.NullMarked;
