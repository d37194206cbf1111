package ink.dreamnet.halo;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/// Each in a small JVM of its own, without Spring.
class OutOfMemoryExitTest {

    private static final Logger LOG = LoggerFactory.getLogger(OutOfMemoryExitTest.class);

    private record Ended(int code, String said) {
    }

    private static Ended run(String how) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                OutOfMemoryExitTest.class.getName(), how).redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), said);
        } finally {
            process.destroyForcibly();
        }
    }

    /// The JVM of its own.
    public static void main(String[] args) throws Exception {
        OutOfMemoryExit.install();
        switch (args[0]) {
            case "uncaught" -> Thread.ofVirtual().start(OutOfMemoryExitTest::exhaust);
            case "logged" -> {
                FutureTask<Void> task = new FutureTask<>(OutOfMemoryExitTest::exhaust, null);
                Thread.ofVirtual().start(task);
                try {
                    task.get();
                } catch (ExecutionException failed) {
                    LOG.warn("Analyzer {} failed", "x", failed);
                }
            }
            default -> {
                LOG.warn("An array is too long", new OutOfMemoryError("Required array size too large"));
                System.exit(0);
            }
        }
        new CountDownLatch(1).await();
    }

    private static void exhaust() {
        List<byte[]> all = new ArrayList<>();
        while (true) {
            all.add(new byte[1 << 20]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"uncaught", "logged"})
    void memoryWhenExhaustedEndsTheJvm(String how) throws Exception {
        Ended ended = run(how);

        assertThat(ended.code()).as(ended.said()).isEqualTo(OutOfMemoryExit.CODE);
        assertThat(ended.said()).contains("HALO ends because its memory is exhausted (OutOfMemoryError); exit code 3");
    }

    @Test
    void arrayWhenTooLongEndsNothing() throws Exception {
        Ended ended = run("array");

        assertThat(ended.code()).as(ended.said()).isZero();
    }
}
