package ink.dreamnet.halo.support;

import java.io.IOException;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// Makes named pipes, which whoever opens one waits at.
public final class Pipes {

    private Pipes() {
    }

    /// @return the path
    public static Path make(Path path) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).inheritIO().start().waitFor()).isZero();
        return path;
    }
}
