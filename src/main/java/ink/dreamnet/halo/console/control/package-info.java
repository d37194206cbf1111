/// What can be done from every page: pause, resume, run.
@NullMarked
package ink.dreamnet.halo.console.control;

import org.jspecify.annotations.NullMarked;
