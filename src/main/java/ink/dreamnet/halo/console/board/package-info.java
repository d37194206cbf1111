/// The board: the state of everything at one glance.
@NullMarked
package ink.dreamnet.halo.console.board;

import org.jspecify.annotations.NullMarked;
