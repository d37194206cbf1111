package ink.dreamnet.halo.core.files;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

import ink.dreamnet.halo.support.Pipes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class RegularFilesTest {

    @TempDir
    Path directory;

    @Test
    void readWhenItIsNoRegularFileIsRefusedAtOnce() throws Exception {
        Path pipe = Pipes.make(directory.resolve("pipe"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), pipe);
        for (Path special : new Path[]{pipe, link, Path.of("/dev/zero"), directory}) {
            assertTimeoutPreemptively(Duration.ofMinutes(1), () -> assertThatThrownBy(
                    () -> RegularFiles.read(special, 100)).isInstanceOf(IOException.class)
                    .hasMessage("it is not a regular file"));
        }
        assertThatThrownBy(() -> RegularFiles.read(directory.resolve("absent"), 100))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void readWhenLargerThanAllowedIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x".repeat(100));
        assertThat(RegularFiles.read(file, 100)).hasSize(100);
        assertThatThrownBy(() -> RegularFiles.read(file, 99)).hasMessage("it is larger than 99 bytes");
    }

    @Test
    void checkWhenAGitDirectoryHasAPipeNamesIt() throws Exception {
        Path git = Files.createDirectories(directory.resolve("main/.git/refs/heads"));
        assertThat(GitDirectories.check(directory.resolve("main"), AllowedFiles.ANY)).isTrue();
        assertThat(GitDirectories.check(directory, AllowedFiles.ANY)).isFalse();
        Pipes.make(git.resolve("main"));
        assertThatThrownBy(() -> GitDirectories.check(directory.resolve("main"), AllowedFiles.ANY))
                .hasMessage("refs/heads/main is not a regular file");
        Files.createDirectories(directory.resolve("tree"));
        Files.writeString(directory.resolve("tree/.git"), "gitdir: ../main/.git\n");
        assertThatThrownBy(() -> GitDirectories.check(directory.resolve("tree"), AllowedFiles.ANY))
                .hasMessage("refs/heads/main is not a regular file");
    }

    @Test
    void checkWhenAGitDirectoryHasTheSocketOfItsFileSystemMonitorHolds() throws IOException {
        Path git = Files.createDirectories(directory.resolve("watched/.git"));
        try (ServerSocketChannel monitor = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            monitor.bind(UnixDomainSocketAddress.of(git.resolve("fsmonitor--daemon.ipc")));
            assertThat(GitDirectories.check(directory.resolve("watched"), AllowedFiles.ANY)).isTrue();
        }
    }
}
