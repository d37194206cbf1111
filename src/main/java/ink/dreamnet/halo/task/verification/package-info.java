/// Whether repairs helped: the tasks that wait for verification, its verdicts, and the stops of strategies that did harm.
@NullMarked
package ink.dreamnet.halo.task.verification;

import org.jspecify.annotations.NullMarked;
