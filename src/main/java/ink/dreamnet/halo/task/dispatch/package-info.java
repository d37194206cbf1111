/// The way from an approval to whoever does the work: the one gate with its pause and its admission, the outbox of db-scheduler
/// jobs, routes and channels (the `DispatchChannel` SPI), and how runs end.
@NullMarked
package ink.dreamnet.halo.task.dispatch;

import org.jspecify.annotations.NullMarked;
