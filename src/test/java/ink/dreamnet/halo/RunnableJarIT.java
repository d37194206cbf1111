package ink.dreamnet.halo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import ink.dreamnet.halo.support.HaloProcess;
import ink.dreamnet.halo.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// The runnable jar of this build.
@Timeout(180)
class RunnableJarIT {

    @TempDir
    Path directory;

    private static List<String> jar() throws IOException {
        try (Stream<Path> built = Files.list(Path.of(System.getProperty("halo.basedir"), "target"))) {
            Path jar = built.filter(file -> file.getFileName().toString().matches("halo-.*-exec\\.jar")).findFirst()
                    .orElseThrow();
            return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar.toString(),
                    "--spring.datasource.url=" + TestDatabase.newH2Url());
        }
    }

    /// @return the line of the log that says how it starts
    private String starting(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(jar());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
        try (BufferedReader log = process.inputReader()) {
            return log.lines().filter(line -> line.contains(": Starting ") && line.contains("HaloApplication "))
                    .findFirst().orElseThrow();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void startUsesTheGeneratedCodeAndServes() throws IOException {
        try (HaloProcess halo = HaloProcess.start(directory, HaloProcess.freePort(), jar())) {
            assertThat(halo.api().get("/api/halo/status").status()).isEqualTo(200);
            assertThat(halo.api().get("/actuator/health").status()).isEqualTo(200);
            assertThat(Files.readString(directory.resolve("halo.log"))).contains("Starting AOT-processed");
        }
    }

    @Test
    void startThatIsConfiguredToHaveOtherBeansDoesNotUseIt() throws IOException {
        assertThat(starting("--server.port=0", "--management.server.port=0")).doesNotContain("AOT-processed");
    }

    @Test
    void startWithAPluginDoesNotUseIt() throws IOException {
        Path plugins = Files.createDirectory(directory.resolve("plugins"));
        new JarOutputStream(Files.newOutputStream(plugins.resolve("empty.jar"))).close();
        assertThat(starting("--server.port=0")).doesNotContain("AOT-processed");
    }
}
