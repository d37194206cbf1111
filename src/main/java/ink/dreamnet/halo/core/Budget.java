package ink.dreamnet.halo.core;

import org.jspecify.annotations.Nullable;

/// How much work may be done for one subject with what others wrote: patterns, paths, rules. [Glob], [Regex] and whatever else
/// could be made to take long count their steps here, and are stopped where these are used up or the thread is interrupted:
/// `try (Budget _ = Budget.open(1_000_000)) { … }`.
///
/// A step is some nanoseconds of one processor. A budget is that of the thread that opened it, and while it is open the only one
/// there. A thread without one counts nothing.
public final class Budget implements AutoCloseable {

    private static final ThreadLocal<@Nullable Budget> CURRENT = new ThreadLocal<>();

    private final @Nullable Budget before;
    private long left;

    private Budget(long steps, @Nullable Budget before) {
        this.left = steps;
        this.before = before;
    }

    /// Thrown where the budget is used up, or the thread was interrupted. The message is the end of a sentence about the work.
    public static final class ExhaustedException extends RuntimeException {

        ExhaustedException(String message) {
            super(message, null, false, false);
        }
    }

    /// Lets this thread take so many steps until the budget is closed.
    public static Budget open(long steps) {
        Budget opened = new Budget(steps, CURRENT.get());
        CURRENT.set(opened);
        return opened;
    }

    /// Counts steps: before they are taken, or after some thousands of them.
    ///
    /// @throws ExhaustedException where the budget of this thread does not suffice, now or before
    public static void spend(long steps) {
        Budget budget = CURRENT.get();
        if (budget == null) {
            return;
        }
        budget.left -= steps;
        if (budget.left < 0) {
            throw new ExhaustedException("takes too many steps");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new ExhaustedException("was not done in time");
        }
    }

    /// Ends the work of whoever finds that it does too much.
    ///
    /// @param why the end of a sentence about the work
    /// @throws ExhaustedException always
    public static void exhausted(String why) {
        throw new ExhaustedException(why);
    }

    @Override
    public void close() {
        if (before == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(before);
        }
    }
}
