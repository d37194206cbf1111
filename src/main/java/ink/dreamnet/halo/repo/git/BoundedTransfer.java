package ink.dreamnet.halo.repo.git;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/// Runs a transfer on a virtual thread and watches it from outside: whatever the server does (trickle, fall silent, send
/// without end), it is over in time and within the size. Interrupting a virtual thread closes the socket that it waits for.
final class BoundedTransfer {

    private static final long POLL_MILLIS = 50;
    /// How long an interrupted transfer may take to end.
    private static final Duration END_WITHIN = Duration.ofSeconds(5);

    private final Path directory;
    private final long maxBytes;
    private final Duration total;

    /// @param directory where the transfer writes
    /// @param maxBytes how much may lie there
    BoundedTransfer(Path directory, long maxBytes, Duration total) {
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.total = total;
    }

    /// @throws GitUnavailableException where the transfer broke a bound
    /// @throws ExecutionException where it failed by itself
    /// @throws InterruptedException where the caller was interrupted; the transfer is ended first
    <T> T run(Callable<T> transfer) throws GitUnavailableException, ExecutionException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(transfer);
        Thread thread = Thread.ofVirtual().name("git-transfer").start(task);
        long until = System.nanoTime() + total.toNanos();
        try {
            while (true) {
                try {
                    T result = task.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                    refuseTooLarge();
                    return result;
                } catch (TimeoutException running) {
                    if (System.nanoTime() - until > 0) {
                        throw GitUnavailableException.unanswered(
                                "it did not answer in full within %d s".formatted(Math.max(1, total.toSeconds())),
                                null);
                    }
                    refuseTooLarge();
                }
            }
        } finally {
            end(thread);
        }
    }

    private static void end(Thread thread) {
        long until = System.nanoTime() + END_WITHIN.toNanos();
        boolean interrupted = false;
        while (thread.isAlive() && System.nanoTime() - until < 0) {
            thread.interrupt();
            try {
                thread.join(POLL_MILLIS);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuseTooLarge() throws TooLargeException {
        if (size(directory) > maxBytes) {
            throw new TooLargeException(
                    "it is larger than the %d MB that are allowed".formatted(maxBytes / (1024 * 1024)));
        }
    }

    /// @return the bytes of all files in a directory, as far as they can be seen
    static long size(Path directory) {
        long[] sum = {0};
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    sum[0] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException gone) {
            return sum[0];
        }
        return sum[0];
    }
}
