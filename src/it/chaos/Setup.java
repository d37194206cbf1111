import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// What `run.sh` found: where the program is that is tried, and what may be used on this machine.
///
/// @param java the command of the JDK
/// @param jar HALO, unpacked from the packaged jar
/// @param aotCache what the JVM learnt from a start of it; null: none
/// @param clock `clock.c`, compiled, which sets the clock of a process; null: there is no C compiler
record Setup(String java, String jar, String aotCache, String clock) {

    static final Setup PRESENT = new Setup(System.getProperty("java.home") + "/bin/java",
            System.getProperty("chaos.jar"), given("chaos.aot"), given("chaos.clock"));

    private static String given(String property) {
        String value = System.getProperty(property, "");
        return value.isEmpty() ? null : value;
    }

    static void pause(long millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }
}
