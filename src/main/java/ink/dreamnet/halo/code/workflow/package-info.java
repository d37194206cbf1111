/// What GitHub Actions would refuse, could not do or should not do: jobs, steps and values that a workflow names and that are not there,
/// steps that fail each time, and text of strangers that becomes a command. All of it follows from the commit alone. A workflow is
/// production whatever it is called, since GitHub runs it.
@NullMarked
package ink.dreamnet.halo.code.workflow;

import org.jspecify.annotations.NullMarked;
