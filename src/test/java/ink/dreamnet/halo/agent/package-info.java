/// Tests of the agents: their registry, their heartbeats, and the judgement of them.
@NullMarked
package ink.dreamnet.halo.agent;

import org.jspecify.annotations.NullMarked;
