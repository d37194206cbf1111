/// Finds subjects, problems and tasks by a text, and whatever has an id by that.
@NullMarked
package ink.dreamnet.halo.console.search;

import org.jspecify.annotations.NullMarked;
