/// What operators decide about proposals: approving, rejecting, editing, cancelling and sending again, approvals given
/// beforehand (standing approvals), and the expiry of proposals that nobody decided.
@NullMarked
package ink.dreamnet.halo.task.approval;

import org.jspecify.annotations.NullMarked;
