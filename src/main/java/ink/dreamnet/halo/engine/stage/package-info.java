/// The stages of a cycle, each a class, and their order ([CycleStages]). A stage takes the records of those before it and
/// answers one of its own.
@NullMarked
package ink.dreamnet.halo.engine.stage;

import org.jspecify.annotations.NullMarked;
