/// How much may be done, or wait for a decision, at the same time: budgets, and the groups of subjects that shares and storms are
/// counted by (the `SubjectCensus` SPI).
@NullMarked
package ink.dreamnet.halo.task.budget;

import org.jspecify.annotations.NullMarked;
