package ink.dreamnet.halo.core.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
@ResourceLock(Resources.SYSTEM_OUT)
class DatabaseFilesTest {

    private static final DataSource ANY = new SimpleDriverDataSource();

    @TempDir
    Path directory;

    private Map<String, String> rights() throws IOException {
        Map<String, String> rights = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.toList()) {
                rights.put(directory.relativize(each).toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(each)));
            }
        }
        return rights;
    }

    private static void open(String url) throws Exception {
        new DatabaseFiles(url).postProcessBeforeInitialization(ANY, "dataSource");
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.createStatement().execute("create table if not exists t (id int)");
        }
    }

    private void grant(String rights, String... paths) throws IOException {
        for (String path : paths) {
            Files.setPosixFilePermissions(directory.resolve(path), PosixFilePermissions.fromString(rights));
        }
    }

    @Test
    void initializeWhenThereIsNothingMakesWhatOnlyHaloCanRead(CapturedOutput output) throws Exception {
        open("jdbc:h2:async:" + directory.resolve("new/data/halo") + ";WRITE_DELAY=0");
        assertThat(rights()).containsEntry("new", "rwx------").containsEntry("new/data", "rwx------")
                .containsEntry("new/data/halo.mv.db", "rw-------");
        assertThat(output).doesNotContain("had rights");
    }

    @Test
    void initializeWhenOthersCouldReadItMendsAndSaysSoOnce(CapturedOutput output) throws Exception {
        String url = "jdbc:h2:file:" + directory.resolve("data/halo");
        open(url);
        Files.createDirectory(directory.resolve("data/repositories"));
        grant("rwxr-xr-x", "data", "data/repositories");
        grant("rw-r--r--", "data/halo.mv.db");
        open(url);
        open(url);
        assertThat(rights()).containsEntry("data", "rwx------").containsEntry("data/halo.mv.db", "rw-------")
                .containsEntry("data/repositories", "rwx------");
        assertThat(output).containsOnlyOnce("had rights to 3 files");
    }

    @Test
    void initializeWhenTheDirectoryHasOtherThingsLeavesThemAlone() throws Exception {
        String url = "jdbc:h2:" + directory.resolve("home/halo");
        open(url);
        Files.writeString(directory.resolve("home/letter"), "x");
        grant("rwxr-xr-x", "home");
        grant("rw-r--r--", "home/letter", "home/halo.mv.db");
        open(url);
        assertThat(rights()).containsEntry("home", "rwxr-xr-x").containsEntry("home/letter", "rw-r--r--")
                .containsEntry("home/halo.mv.db", "rw-------");
        assertThat(new DatabaseFiles(url).ownFiles()).contains(directory.resolve("home/halo.mv.db"), Path.of("data"));
        assertThat(new DatabaseFiles("jdbc:h2:mem:x").ownFiles()).containsExactly(Path.of("data"));
        assertThat(new DatabaseFiles("jdbc:postgresql://h/halo").ownFiles()).containsExactly(Path.of("data"));
    }
}
