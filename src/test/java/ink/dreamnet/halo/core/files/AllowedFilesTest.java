package ink.dreamnet.halo.core.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The directory `allowed`, with `allowed/data` and `allowed/application.yml` in it, which are HALO's own; `outside` beside it.
class AllowedFilesTest {

    private static final int MOST = 100;

    @TempDir
    Path directory;

    private Path allowed;
    private Path outside;
    private AllowedFiles files;

    @BeforeEach
    void setUp() throws IOException {
        directory = directory.toRealPath();
        allowed = directory.resolve("allowed");
        Files.createDirectories(allowed.resolve("deep"));
        outside = Files.createDirectory(directory.resolve("outside"));
        write("allowed/deep/.env", "A=1");
        write("allowed/application.yml", "secret");
        write("allowed/data/halo.mv.db", "secret");
        write("outside/secret", "secret");
        files = new AllowedFiles("halo.files.allow", List.of(allowed),
                () -> Stream.of(allowed.resolve("data"), allowed.resolve("application.yml")));
    }

    private Path write(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private String read(Path path) throws IOException {
        return new String(files.read(path, MOST), StandardCharsets.UTF_8);
    }

    /// @return what anybody can tell from trying to read a path
    private String answer(Path path) {
        try {
            return read(path);
        } catch (IOException refused) {
            return refused.getClass().getSimpleName() + ": " + refused.getMessage();
        }
    }

    @Test
    void readWhenItIsBelowTheListReadsItThroughLinksThatStayThere() throws IOException {
        Files.createSymbolicLink(allowed.resolve("link"), Path.of("deep"));
        Files.createSymbolicLink(allowed.resolve("absolute"), allowed.resolve("link/.env"));
        Files.createSymbolicLink(directory.resolve("second"), allowed);
        for (String path : List.of("allowed/deep/.env", "allowed/link/.env", "allowed/absolute",
                "outside/../allowed//deep/.env")) {
            assertThat(read(directory.resolve(path))).as(path).isEqualTo("A=1");
        }
        files = files.below("halo.files.allow", List.of(directory.resolve("second")));
        assertThat(read(directory.resolve("second/deep/.env"))).isEqualTo("A=1");
        assertThat(read(allowed.resolve("absolute"))).isEqualTo("A=1");
        assertThatThrownBy(() -> read(allowed.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void readWhenItIsElsewhereAnswersTheSameWhetherItIsThereOrNot() throws IOException {
        Files.createSymbolicLink(allowed.resolve("out"), outside);
        Files.createSymbolicLink(allowed.resolve("out-file"), Path.of("../outside/secret"));
        Files.createSymbolicLink(allowed.resolve("dangling"), outside.resolve("none"));
        Files.createSymbolicLink(allowed.resolve("own"), Path.of("data"));
        Files.createSymbolicLink(allowed.resolve("environ"), Path.of("/proc/self/environ"));
        Files.createSymbolicLink(outside.resolve("back"), allowed.resolve("deep"));
        Files.createLink(allowed.resolve("hard"), allowed.resolve("application.yml"));
        List<Path> refused = Stream
                .concat(Stream.of("/etc/passwd", "/etc/none", "/proc/self/environ", "/dev/zero", "/root/x")
                        .map(Path::of),
                        Stream.of("outside/secret", "outside/none", "outside/back/.env", "allowed/../outside/secret",
                                "allowed/out/secret",
                                "allowed/out/none", "allowed/out-file", "allowed/dangling", "allowed/own/halo.mv.db",
                                "allowed/own/none",
                                "allowed/data", "allowed/data/halo.mv.db", "allowed/data/none",
                                "allowed//deep/../data/halo.mv.db",
                                "allowed/application.yml", "allowed/hard", "allowed/environ", "allowedx", "")
                                .map(directory::resolve))
                .toList();
        for (Path path : refused) {
            assertThat(answer(path)).as(path.toString()).isEqualTo("FileRefusedException: may not be read: it is not "
                    + "below the directories of halo.files.allow, or it is HALO's own");
            assertThatThrownBy(() -> files.require("path", path)).isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("halo.files.allow");
        }
    }

    @Test
    void readWhenTheListIsEmptyRefusesAll() {
        files = files.below("halo.files.allow", List.of());
        assertThat(answer(allowed.resolve("deep/.env"))).contains("may not be read");
    }

    @Test
    void readWhenLinksGoInCirclesEnds() throws IOException {
        Files.createSymbolicLink(allowed.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(allowed.resolve("b"), Path.of("a"));
        assertThatThrownBy(() -> read(allowed.resolve("a"))).isInstanceOf(FileSystemLoopException.class);
    }

    /// A link points inside and outside in turns while it is read.
    @Test
    void openWhenALinkIsChangedAfterTheCheckReadsWhatWasChecked() throws Exception {
        write("outside/.env", "secret");
        Path place = Files.createSymbolicLink(allowed.resolve("place"), allowed.resolve("deep"));
        Thread swap = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                    Path next = Files.createSymbolicLink(allowed.resolve("next"),
                            i % 2 == 0 ? outside : allowed.resolve("deep"));
                    Files.move(next, place, StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (IOException ended) {
                throw new UncheckedIOException(ended);
            }
        });
        int seen = 0;
        try {
            while (seen < 500 && swap.isAlive()) {
                try (InputStream in = files.open(place.resolve(".env"))) {
                    assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("A=1");
                    seen++;
                } catch (FileRefusedException outsideNow) {
                    assertThat(outsideNow).hasMessageNotContaining("secret");
                }
            }
        } finally {
            swap.interrupt();
            swap.join();
        }
        assertThat(seen).isEqualTo(500);
    }

    @Test
    void checkWhenARepositoryLeadsElsewhereIsRefused() throws IOException {
        Map<String, String> hostile = Map.of("config",
                "[core]\n\tbare = true\n[a][Include]path = ../../../outside/secret",
                "objects/info/alternates", "#/../../../../outside\n", "commondir", "../../outside", "HEAD",
                "ref: ../../../outside/secret",
                "refs/heads/main", "ref:refs/../../../outside/secret");
        for (Map.Entry<String, String> file : hostile.entrySet()) {
            Path bare = bare("allowed/bare-" + file.getKey().replace('/', '-'));
            assertThat(GitDirectories.check(bare, files)).isTrue();
            Path written = bare.resolve(file.getKey());
            Files.createDirectories(written.getParent());
            Files.writeString(written, file.getValue());
            assertThatThrownBy(() -> GitDirectories.check(bare, files)).as(file.getKey())
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining("outside");
        }
        bare("outside/repository.git");
        Path linked = bare("allowed/linked");
        Files.createSymbolicLink(linked.resolve("objects/pack"), outside);
        Path tree = Files.createDirectory(allowed.resolve("tree"));
        Files.writeString(tree.resolve(".git"), "gitdir: " + outside.resolve("repository.git"));
        Path link = Files.createDirectory(allowed.resolve("link"));
        Files.createSymbolicLink(link.resolve(".git"), outside.resolve("none"));
        for (Path each : List.of(linked, tree, link)) {
            assertThatThrownBy(() -> GitDirectories.check(each, files)).isInstanceOf(FileRefusedException.class);
        }
        assertThat(GitDirectories.check(tree, AllowedFiles.ANY)).isTrue();
    }

    private Path bare(String path) throws IOException {
        Path bare = directory.resolve(path);
        write(path + "/config", "[core]\n\tbare = true\n");
        Files.createDirectories(bare.resolve("objects/info"));
        Files.createDirectories(bare.resolve("refs/heads"));
        Files.writeString(bare.resolve("HEAD"), "ref: refs/heads/main\n");
        return bare;
    }
}
