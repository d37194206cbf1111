/// Work that agents fetch: leases on approved tasks, their heartbeats, and the reports of results.
@NullMarked
package ink.dreamnet.halo.task.lease;

import org.jspecify.annotations.NullMarked;
