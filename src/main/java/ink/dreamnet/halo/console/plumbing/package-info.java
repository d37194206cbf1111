/// What drives HALO and what it drives: analyzers, triggers, wormholes, sinks, budgets, strategies, standing approvals.
@NullMarked
package ink.dreamnet.halo.console.plumbing;

import org.jspecify.annotations.NullMarked;
