package ink.dreamnet.halo.support;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

import ink.dreamnet.halo.HaloApplication;

/// HALO as a jar beside an AOT cache, which is what the JVM learnt from one start: with it a process of HALO starts in half the
/// time. It is made once in each run of the tests, in `target/halo-image`.
final class HaloImage {

    /// The JVM does not use a cache that was made with other flags.
    private static final List<String> FLAGS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-Duser.language=tr");

    private HaloImage() {
    }

    /// The command that starts HALO, to which its arguments are to be added. Whoever asks first makes the image, and others wait.
    static List<String> command() {
        return Made.COMMAND;
    }

    private static List<String> java(String classPath, String... options) {
        List<String> command = new ArrayList<>(FLAGS);
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, HaloApplication.class.getName()));
        return command;
    }

    private static final class Made {

        static final List<String> COMMAND = make();

        private static List<String> make() {
            try {
                Path directory = Path.of(System.getProperty("halo.basedir"), "target", "halo-image");
                Path jar = Files.createDirectories(directory).resolve("halo.jar");
                pack(jar);
                String classPath = classPath(jar);
                Path cache = directory.resolve("halo.aot");
                train(cache, java(classPath, "-XX:AOTCacheOutput=" + cache, "-Dspring.context.exit=onRefresh"));
                return List.copyOf(java(classPath, "-XX:AOTCache=" + cache));
            } catch (IOException | URISyntaxException failed) {
                throw new IllegalStateException(failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }

        private static void pack(Path jar) throws URISyntaxException {
            Path classes = Path.of(HaloApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            int failed = ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, "--create",
                    "--no-compress", "--file", jar.toString(), "-C", classes.toString(), ".");
            if (failed != 0) {
                throw new IllegalStateException("The jar of %s could not be made".formatted(classes));
            }
        }

        /// The jars of this test, but not its directories: those hold the tests, whose beans HALO must not find.
        private static String classPath(Path jar) {
            String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            return String.join(File.pathSeparator, Stream.concat(Stream.of(jar.toString()),
                    Arrays.stream(all.split(File.pathSeparator, -1)).filter(entry -> entry.endsWith(".jar"))).toList());
        }

        private static void train(Path cache, List<String> start) throws IOException, InterruptedException {
            Files.deleteIfExists(cache);
            List<String> command = new ArrayList<>(start);
            command.addAll(List.of("--server.port=0", "--spring.datasource.url=" + TestDatabase.newH2Url()));
            Path log = cache.resolveSibling("training.log");
            new ProcessBuilder(command).directory(Objects.requireNonNull(log.getParent()).toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile()).start().waitFor();
            if (!Files.exists(cache)) {
                throw new IllegalStateException("The AOT cache of HALO could not be made, see " + log);
            }
        }
    }
}
