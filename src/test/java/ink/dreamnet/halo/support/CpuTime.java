package ink.dreamnet.halo.support;

import java.lang.management.ManagementFactory;
import java.time.Duration;

import org.junit.jupiter.api.function.Executable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/// Bounds how much work something is, whatever runs beside it.
public final class CpuTime {

    /// How many times as long as its work something may take before it is ended, on a machine that does other things.
    private static final int LONGER = 20;

    private CpuTime() {
    }

    /// Does the work in a thread of its own, and fails where that took more CPU time, or does not end.
    public static void within(Duration most, Executable work) {
        assertTimeoutPreemptively(most.multipliedBy(LONGER), () -> {
            long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            work.execute();
            assertThat(Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun))
                    .isLessThan(most);
        });
    }
}
