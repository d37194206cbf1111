package ink.dreamnet.halo.repo.own;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// A process with all that it started. A process whose parent has ended is not a descendant any more; on Linux it is found by
/// a variable of its environment, which it inherited.
final class ProcessTree {

    private static final Path PROC = Path.of("/proc");
    private static final int ROUNDS = 20;

    private final ProcessHandle root;
    private final byte[] mark;

    /// @param root the first process
    /// @param mark `NAME=value`, which only this process was given
    ProcessTree(ProcessHandle root, String mark) {
        this.root = root;
        this.mark = mark.getBytes(StandardCharsets.US_ASCII);
    }

    /// Asks all to end, and kills those that do not within the grace. Whoever starts processes meanwhile does not outrun it.
    void end(Duration grace) throws InterruptedException {
        Set<ProcessHandle> asked = living();
        asked.forEach(ProcessHandle::destroy);
        await(asked, grace);
        kill();
    }

    /// Kills all at once.
    void kill() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            Set<ProcessHandle> living = living();
            if (living.isEmpty()) {
                return;
            }
            living.forEach(ProcessHandle::destroyForcibly);
            await(living, Duration.ofMillis(250));
        }
    }

    private static void await(Set<ProcessHandle> processes, Duration atMost) throws InterruptedException {
        CompletableFuture<?> all = CompletableFuture.allOf(processes.stream().map(ProcessHandle::onExit).toArray(
                CompletableFuture[]::new));
        try {
            all.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillThere) {
            // the caller looks again
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("waiting for a process to end failed", impossible.getCause());
        }
    }

    private Set<ProcessHandle> living() {
        Set<ProcessHandle> living = new LinkedHashSet<>();
        Stream.concat(Stream.of(root), root.descendants()).filter(ProcessHandle::isAlive).forEach(living::add);
        if (Files.isDirectory(PROC)) {
            ProcessHandle.allProcesses().filter(process -> isMarked(process.pid())).filter(ProcessHandle::isAlive)
                    .forEach(
                            living::add);
        }
        return living;
    }

    private boolean isMarked(long pid) {
        try {
            byte[] environment = Files.readAllBytes(PROC.resolve(pid + "/environ"));
            return new String(environment, StandardCharsets.ISO_8859_1).contains(new String(mark,
                    StandardCharsets.ISO_8859_1));
        } catch (IOException | SecurityException goneOrForeign) {
            return false;
        }
    }
}
