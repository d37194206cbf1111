/// What is wrong: the list of problems, and one problem with its story.
@NullMarked
package ink.dreamnet.halo.console.problem;

import org.jspecify.annotations.NullMarked;
