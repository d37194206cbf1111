package ink.dreamnet.halo.repo.own;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import ink.dreamnet.halo.core.secret.Planted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class OwnCheckRunnerTest {

    @TempDir
    Path checkout;

    private final OwnCheckRunner runner = new OwnCheckRunner(new OwnCheckProperties(
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", DataSize.ofKilobytes(16)));

    private static OwnCheck check(Duration timeout, String... command) {
        return new OwnCheck("own", List.of(command), timeout);
    }

    private OwnCheckResult sh(String script) throws InterruptedException {
        return runner.run(check(Duration.ofSeconds(30), "sh", "-c", script), checkout);
    }

    private static OwnCheckResult.Failed failed(OwnCheckResult result) {
        assertThat(result).isInstanceOf(OwnCheckResult.Failed.class);
        return (OwnCheckResult.Failed) result;
    }

    @Test
    void runWhenTheCommandSucceedsPasses() throws InterruptedException, IOException {
        Files.writeString(checkout.resolve("a.txt"), "a");
        assertThat(sh("test \"$(cat a.txt)\" = a")).isInstanceOf(OwnCheckResult.Passed.class);
    }

    @Test
    void runWhenTheCommandFailsSaysHowAndWhatItWrote() throws InterruptedException {
        OwnCheckResult.Failed failed = failed(
                sh("echo out; echo err >&2; printf '\\033[31mred\\033[0m\\r\\n'; exit 7"));
        assertThat(failed.exitCode()).isEqualTo(7);
        assertThat(failed.output()).isEqualTo(new OutputTail("out\nerr\nred\n", 0));
    }

    @Test
    void runGivesTheCommandAnEnvironmentOfItsOwn() throws InterruptedException {
        assertThat(System.getenv()).as("HALO has more than that").hasSizeGreaterThan(5);
        OwnCheckResult.Failed failed = failed(sh("env; echo home: $(ls -A \"$HOME\" | wc -l); exit 1"));
        List<String> lines = failed.output().text().lines().filter(
                line -> !line.startsWith("PWD=") && !line.startsWith("SHLVL=") && !line.startsWith("_=")
                        && !line.startsWith("OLDPWD="))
                .toList();
        assertThat(lines).extracting(line -> line.replaceAll("[=:].*", "")).containsExactlyInAnyOrder("PATH", "HOME",
                "TMPDIR", "LANG", "HALO_OWN_CHECK", "home");
        assertThat(lines).contains("home: 0");
        String home = lines.stream().filter(line -> line.startsWith("HOME=")).findFirst().orElseThrow().substring(5);
        assertThat(Path.of(home)).doesNotExist().isNotEqualTo(Path.of(System.getProperty("user.home")));
    }

    @Test
    void runGivesTheCommandNoInput() throws InterruptedException {
        assertThat(failed(sh("cat; echo end; exit 1")).output().text()).isEqualTo("end\n");
    }

    @Test
    void runWhenTheOutputIsEndlessKeepsItsEnd() throws InterruptedException {
        OwnCheckResult.Failed failed = failed(
                sh("head -c 300000000 /dev/zero | tr '\\0' 'x'; echo; echo the end; exit 1"));
        assertThat(failed.output().text().length()).isEqualTo(16 * 1024);
        assertThat(failed.output().text().substring(16 * 1024 - 10)).isEqualTo("x\nthe end\n");
        assertThat(failed.output().omittedBytes()).isEqualTo(300_000_000L + 9 - 16 * 1024);
    }

    @Test
    void runWhenTheOutputHasASecretMasksIt() throws InterruptedException, IOException {
        String token = Planted.gitHub();
        Files.writeString(checkout.resolve(".npmrc"), "token=" + token + "\n");
        assertThat(failed(sh("cat .npmrc; exit 1")).output().text()).isEqualTo("token=[masked: a GitHub token]\n");
        // the tail begins in the middle of the token
        String cut = failed(sh("cat .npmrc; head -c 16360 /dev/zero | tr '\\0' 'x'; exit 1")).output().text();
        assertThat(cut.substring(0, 40)).startsWith("[masked: a GitHub token]\nxxx");
        assertThat(cut.contains(token.substring(30))).isFalse();
    }

    @Test
    void runWhenTheTimeIsOverKillsAllThatWasStarted() throws InterruptedException, IOException {
        String script = "trap '' TERM; (trap '' TERM; setsid sleep 300 & echo $! > orphan; sleep 300) & echo $! > child; "
                + "echo waiting; while :; do sleep 0.1; done";
        OwnCheckResult result = runner.run(check(Duration.ofSeconds(1), "sh", "-c", script), checkout);
        assertThat(result)
                .isEqualTo(new OwnCheckResult.TimedOut(Duration.ofSeconds(1), new OutputTail("waiting\n", 0)));
        assertGone("child");
        assertGone("orphan");
    }

    @Test
    void runWhenAChildKeepsTheOutputOpenDoesNotWaitForIt() throws InterruptedException, IOException {
        assertThat(sh("(setsid sleep 300 & echo $! > orphan) ; echo done")).isInstanceOf(OwnCheckResult.Passed.class);
        assertGone("orphan");
    }

    @Test
    void runWhenAChildWritesForEverDoesNotReadForEver() throws InterruptedException, IOException {
        assertThat(sh("(yes & echo $! > orphan); exit 0")).isInstanceOf(OwnCheckResult.Passed.class);
        assertGone("orphan");
    }

    @Test
    void runWhenTheProgramIsMissingSaysWhere() throws InterruptedException {
        assertThat(runner.run(check(Duration.ofSeconds(5), "no-such-program"), checkout)).isEqualTo(
                new OwnCheckResult.CouldNotStart("no-such-program is in no directory of halo.repo.own-checks.path "
                        + "(/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)"));
        assertThat(runner.run(check(Duration.ofSeconds(5), "./gradlew"), checkout)).isEqualTo(
                new OwnCheckResult.CouldNotStart("./gradlew is no program that can be run in the checkout"));
    }

    @Test
    void runWhenTheProgramIsOfTheCheckoutRunsIt() throws InterruptedException, IOException {
        Path program = Files.writeString(checkout.resolve("verify"), "#!/bin/sh\nexit 3\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        assertThat(failed(runner.run(check(Duration.ofSeconds(5), "./verify"), checkout)).exitCode()).isEqualTo(3);
    }

    @Test
    void runWhenInterruptedKillsTheCommand() throws InterruptedException, IOException {
        AtomicReference<Object> outcome = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                outcome.set(sh("echo $$ > child; sleep 300"));
            } catch (InterruptedException stopped) {
                outcome.set(stopped);
            }
        });
        caller.start();
        while (!Files.exists(checkout.resolve("child")) || Files.size(checkout.resolve("child")) == 0) {
            Thread.onSpinWait();
        }
        caller.interrupt();
        caller.join();
        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        assertGone("child");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Type Check | npm | 5m | name: Type Check is not 1 to 60",
            "'' | npm | 5m | name: ", "a | '' | 5m | command: ", "a | npm | PT0.5S | timeout: ",
            "a | npm | PT3H | timeout: "})
    void checkWhenWrongNamesWhatIsAllowed(String name, String program, String timeout, String message) {
        Duration limit = timeout.equals("5m") ? Duration.ofMinutes(5) : Duration.parse(timeout);
        assertThatThrownBy(() -> new OwnCheck(name, List.of(program), limit)).isInstanceOf(
                IllegalArgumentException.class).hasMessageStartingWith(message);
    }

    /// A process that has ended and that no one has asked about is still listed, as a zombie.
    private void assertGone(String pidFile) throws IOException {
        long pid = Long.parseLong(Files.readString(checkout.resolve(pidFile)).strip());
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        boolean zombie = Files.exists(stat) && Files.readString(stat).contains(") Z ");
        assertThat(zombie || ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()).isTrue();
    }
}
