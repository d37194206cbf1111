/// Tests of the squads: the statistics against published values, the judges, and the room over HTTP.
@NullMarked
package ink.dreamnet.halo.squad;

import org.jspecify.annotations.NullMarked;
