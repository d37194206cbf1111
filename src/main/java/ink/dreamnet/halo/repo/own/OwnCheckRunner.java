package ink.dreamnet.halo.repo.own;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/// Runs own checks. A command sees nothing of HALO's environment: it has a path, an empty home of its own, a locale, and no
/// input. When it ends, or its time does, all that it started ends with it.
@Component
public class OwnCheckRunner {

    private static final Logger log = LoggerFactory.getLogger(OwnCheckRunner.class);
    private static final String MARK = "HALO_OWN_CHECK";
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int CHUNK = 64 * 1024;
    private static final int SPINS = 100;
    private static final int PAUSE_MILLIS = 10;
    /// What was in the pipe when the command ended is read, but not what others go on to write.
    private static final long MOST_AFTER_END = 1024 * 1024;

    private final OwnCheckProperties properties;

    OwnCheckRunner(OwnCheckProperties properties) {
        this.properties = properties;
    }

    /// Runs a check and waits for its end.
    ///
    /// @param directory a checkout that the command may write to
    /// @return how it ended, never later than a few seconds after its timeout
    /// @throws InterruptedException where the caller's thread is interrupted; the command is killed
    public OwnCheckResult run(OwnCheck check, Path directory) throws InterruptedException {
        Path program = program(check.command().getFirst(), directory);
        if (program == null) {
            return new OwnCheckResult.CouldNotStart(missing(check.command().getFirst()));
        }
        Path home = null;
        try {
            home = Files.createTempDirectory("halo-own-check-");
            return run(check, directory, program, home);
        } catch (IOException refused) {
            log.warn("The own check {} could not be started", check.name(), refused);
            return new OwnCheckResult.CouldNotStart(String.valueOf(refused.getMessage()));
        } finally {
            delete(home);
        }
    }

    private OwnCheckResult run(OwnCheck check, Path directory, Path program, Path home)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(check.command());
        command.set(0, program.toString());
        String id = UUID.randomUUID().toString();
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(Map.of("PATH", properties.path(), "HOME", home.toString(), "TMPDIR", home.toString(), "LANG",
                "C.UTF-8", MARK, id));
        long start = System.nanoTime();
        Process process = builder.start();
        ProcessTree tree = new ProcessTree(process.toHandle(), MARK + "=" + id);
        OutputRing output = new OutputRing(Math.toIntExact(properties.output().toBytes()));
        Thread sweeper = sweepBehind(process, tree, check);
        boolean ended;
        try {
            ended = follow(process, output, start + check.timeout().toNanos());
            if (!ended) {
                tree.end(GRACE);
            }
        } finally {
            killAll(tree);
        }
        sweeper.join();
        drain(process.getInputStream(), output);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        if (!ended) {
            return new OwnCheckResult.TimedOut(check.timeout(), output.tail());
        }
        int exitCode = process.exitValue();
        return exitCode == 0
                ? new OwnCheckResult.Passed(took)
                : new OwnCheckResult.Failed(exitCode, output.tail(), took);
    }

    /// Reads only what is there, so that a process that keeps the pipe open and writes nothing cannot hold up the reader.
    ///
    /// @return whether the process ended before the deadline
    private static boolean follow(Process process, OutputRing output, long deadline)
            throws IOException, InterruptedException {
        InputStream in = process.getInputStream();
        byte[] chunk = new byte[CHUNK];
        int idle = 0;
        while (deadline - System.nanoTime() > 0) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!process.isAlive()) {
                return true;
            }
            int there = Math.min(available(in), CHUNK);
            if (there > 0) {
                output.write(chunk, in.read(chunk, 0, there));
                idle = 0;
            } else if (idle < SPINS) {
                // whoever fills the pipe goes on at once: a pause would cost more than the reading
                Thread.yield();
                idle++;
            } else if (process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    private static void drain(InputStream in, OutputRing output) {
        byte[] chunk = new byte[CHUNK];
        long read = 0;
        try (in) {
            for (int there = available(in); there > 0 && read < MOST_AFTER_END; there = available(in)) {
                int length = in.read(chunk, 0, Math.min(there, CHUNK));
                if (length < 0) {
                    return;
                }
                output.write(chunk, length);
                read += length;
            }
        } catch (IOException closed) {
            log.debug("The output of an own check ended early", closed);
        }
    }

    /// @return how much can be read at once; nothing where the other side is gone
    private static int available(InputStream in) {
        try {
            return in.available();
        } catch (IOException closed) {
            return 0;
        }
    }

    /// When a process has ended, the JDK empties its pipe, and holds the stream meanwhile: what the process left running must
    /// not fill the pipe for ever.
    private static Thread sweepBehind(Process process, ProcessTree tree, OwnCheck check) {
        return Thread.ofVirtual().name("own-check-" + check.name()).start(() -> {
            try {
                process.waitFor();
                tree.kill();
            } catch (InterruptedException impossible) {
                log.warn("What the own check {} left running may run on", check.name(), impossible);
            }
        });
    }

    /// Also where the thread is interrupted: nothing may be left behind.
    private static void killAll(ProcessTree tree) throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        try {
            tree.kill();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private @Nullable Path program(String name, Path directory) {
        if (name.indexOf('/') >= 0) {
            Path program = directory.resolve(name).normalize();
            return Files.isExecutable(program) && !Files.isDirectory(program) ? program.toAbsolutePath() : null;
        }
        for (String place : properties.path().split(":")) {
            Path program = Path.of(place, name);
            if (!place.isEmpty() && Files.isExecutable(program) && !Files.isDirectory(program)) {
                return program.toAbsolutePath();
            }
        }
        return null;
    }

    private String missing(String name) {
        return name.indexOf('/') >= 0
                ? "%s is no program that can be run in the checkout".formatted(name)
                : "%s is in no directory of halo.repo.own-checks.path (%s)".formatted(name, properties.path());
    }

    private static void delete(@Nullable Path home) {
        try {
            FileSystemUtils.deleteRecursively(home);
        } catch (IOException locked) {
            log.warn("The temporary directory {} of an own check could not be deleted", home, locked);
        }
    }
}
