package ink.dreamnet.halo.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.registry.ManagedBy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/// What several processes make of one `halo.repo.directory`.
class RepositoryHomesTest {

    private static final WatchedRepository SHOP = watched("shop");
    private static final WatchedRepository BLOG = watched("blog");

    @TempDir
    Path directory;

    private static WatchedRepository watched(String id) {
        return RepositoryFormat.define(id, Workbench.remote("https://git.example/%s.git".formatted(id), null),
                ManagedBy.CONFIG, null, AllowedFiles.ANY);
    }

    /// Another process that holds what it gets and says what that is.
    private Process other() throws IOException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Other.class.getName(), directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return process;
    }

    /// Holds a home until it is killed.
    static final class Other {

        private Other() {
        }

        static void main(String[] arguments) throws IOException, InterruptedException {
            System.out.println(new RepositoryHomes(Path.of(arguments[0])).open(SHOP));
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    @Test
    void keepOnlyWhenAnotherHaloHasTheDirectoryLeavesItsClones() throws Exception {
        try (RepositoryHomes first = new RepositoryHomes(directory);
                RepositoryHomes second = new RepositoryHomes(directory)) {
            Path shop = first.open(SHOP);
            Path blog = second.open(BLOG);
            assertThat(shop).hasParent(directory);
            assertThat(blog).hasParent(directory.resolve("instance-2"));
            second.keepOnly(List.of(BLOG));
            first.keepOnly(List.of(SHOP));
            assertThat(shop).isDirectory();
            assertThat(blog).isDirectory();
            second.keepOnly(List.of());
            assertThat(shop).isDirectory();
            assertThat(blog).doesNotExist();
        }
    }

    @Test
    void openWhenAnotherProcessHasTheDirectoryUsesItsOwnUntilThatOneIsKilled() throws Exception {
        Process other = other();
        try (RepositoryHomes second = new RepositoryHomes(directory)) {
            Path its = Path.of(String.valueOf(other.inputReader().readLine()));
            assertThat(its).hasParent(directory).isDirectory();
            assertThat(second.open(BLOG)).hasParent(directory.resolve("instance-2"));
            second.keepOnly(List.of());
            assertThat(its).isDirectory();
            other.destroyForcibly().waitFor();
            try (RepositoryHomes third = new RepositoryHomes(directory)) {
                assertThat(third.of(SHOP)).as("of whoever follows").isEqualTo(its);
                third.keepOnly(List.of());
                assertThat(its).doesNotExist();
            }
        } finally {
            other.destroyForcibly();
        }
    }

    /// A process loses its locks on a file when it closes any descriptor of it.
    @Test
    void openWhenTwoInOneProcessHaveADirectoryEachKeepsThemFromOtherProcesses() throws Exception {
        try (RepositoryHomes first = new RepositoryHomes(directory);
                RepositoryHomes second = new RepositoryHomes(directory)) {
            first.open(SHOP);
            second.open(SHOP);
            Process other = other();
            try {
                assertThat(Path.of(String.valueOf(other.inputReader().readLine())))
                        .hasParent(directory.resolve("instance-3"));
            } finally {
                other.destroyForcibly();
            }
        }
    }

    @Test
    void openWhenAnotherHaloLeftItsDirectoryDeletesWhatIsInIt() throws Exception {
        Path left;
        try (RepositoryHomes first = new RepositoryHomes(directory);
                RepositoryHomes second = new RepositoryHomes(directory)) {
            first.open(SHOP);
            left = second.open(BLOG);
        }
        assertThat(left).isDirectory();
        try (RepositoryHomes next = new RepositoryHomes(directory)) {
            assertThat(next.open(SHOP)).hasParent(directory);
            assertThat(left).doesNotExist();
        }
    }

    @Test
    void openWhenTheDirectoryWasDeletedTakesANewOne() throws Exception {
        try (RepositoryHomes first = new RepositoryHomes(directory)) {
            Path home = first.open(SHOP);
            FileSystemUtils.deleteRecursively(directory);
            assertThat(first.open(SHOP)).isEqualTo(home).isDirectory();
            try (RepositoryHomes second = new RepositoryHomes(directory)) {
                assertThat(second.open(SHOP)).hasParent(directory.resolve("instance-2"));
            }
        }
    }

    @Test
    void openWhenTheDirectoryCannotBeMadeNamesIt() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        try (RepositoryHomes homes = new RepositoryHomes(file)) {
            assertThatIOException().isThrownBy(() -> homes.open(SHOP))
                    .withMessageContaining(file.toString()).withMessageContaining("halo.repo.directory");
        }
    }
}
