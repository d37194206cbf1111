package ink.dreamnet.halo.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Runs work that computes, on so many platform threads: the processors are shared with what else HALO does, which a virtual
/// thread that computes would keep out. Work that is abandoned and does not end keeps its thread, but not its place: another thread
/// is started for it, up to a bound. [WorkerPools] makes one.
public final class WorkerPool implements AutoCloseable {

    private final ThreadPoolExecutor threads;
    private final int size;
    private final int mostAbandoned;
    private int abandoned;

    /// @param name what its threads are called, followed by a number
    /// @param size how many run at once, at least 1
    /// @param mostAbandoned how many more there may be because others do not end
    public WorkerPool(String name, int size, int mostAbandoned) {
        this.size = size;
        this.mostAbandoned = mostAbandoned;
        this.threads = new ThreadPoolExecutor(size, size, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name(name + "-", 1).factory());
    }

    /// A piece of work.
    public final class Work<T> extends FutureTask<T> {

        private boolean running;
        private boolean counted;

        private Work(Callable<T> work) {
            super(work);
        }

        @Override
        public void run() {
            synchronized (WorkerPool.this) {
                running = !isDone();
            }
            try {
                super.run();
            } finally {
                synchronized (WorkerPool.this) {
                    running = false;
                    if (counted) {
                        abandoned--;
                        resize();
                    }
                }
            }
        }

        /// Interrupts it and waits no longer; nothing happens where it has ended.
        public void abandon() {
            cancel(true);
            synchronized (WorkerPool.this) {
                if (running && isCancelled() && !counted) {
                    counted = true;
                    abandoned++;
                    resize();
                }
            }
        }

        /// @return whether a thread is at it, abandoned or not; false as soon as there is a result
        public boolean running() {
            synchronized (WorkerPool.this) {
                // the thread leaves only after others were given the result
                return running && (!isDone() || isCancelled());
            }
        }
    }

    /// Starts work as soon as a thread is free.
    public <T> Work<T> submit(Callable<T> callable) {
        Work<T> work = new Work<>(callable);
        threads.execute(work);
        return work;
    }

    /// Runs pieces of work, and waits for all of them.
    ///
    /// @return their results, in their order
    /// @throws ExecutionException where one of them fails; the others are abandoned
    /// @throws InterruptedException where the caller is interrupted; they are abandoned
    public <T> List<T> runAll(List<Callable<T>> callables) throws InterruptedException, ExecutionException {
        List<Work<T>> all = new ArrayList<>(callables.size());
        try {
            for (Callable<T> callable : callables) {
                all.add(submit(callable));
            }
            List<T> results = new ArrayList<>(callables.size());
            for (Work<T> work : all) {
                results.add(work.get());
            }
            return results;
        } finally {
            all.forEach(Work::abandon);
        }
    }

    /// @return how many threads are at work that was abandoned
    public synchronized int abandoned() {
        return abandoned;
    }

    private void resize() {
        int wanted = size + Math.min(abandoned, mostAbandoned);
        if (wanted > threads.getCorePoolSize()) {
            threads.setMaximumPoolSize(wanted);
            threads.setCorePoolSize(wanted);
        } else {
            threads.setCorePoolSize(wanted);
            threads.setMaximumPoolSize(wanted);
        }
    }

    /// Interrupts all work, and takes no more.
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
