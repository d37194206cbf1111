/// From the proposals of strategies to tasks: which become one and why the others do not, and to which squad each goes. The stages of a
/// cycle use it (`task :: proposal`).
@NullMarked
@NamedInterface("proposal")
package ink.dreamnet.halo.task.proposal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
