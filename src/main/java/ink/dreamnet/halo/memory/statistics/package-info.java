/// The statistics of Memory DNA: rates that are shrunk and discounted, intervals and verdicts that stay right while they are
/// looked at after every outcome, and comparisons with what nobody repaired. Pure functions of counts: no clock, no store,
/// no chance but by a seed. Where a library has a distribution (Apache Commons Statistics) it is used.
@NullMarked
@NamedInterface("statistics")
package ink.dreamnet.halo.memory.statistics;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
