package ink.dreamnet.halo.code.quality;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LargeBinaryCheckTest {

    private final Files files = new Files();

    private Checked check(DataSize threshold) throws IOException {
        Checked checked = new Checked(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>(),
                new ArrayList<>());
        new LargeBinaryCheck(new QualityProperties(threshold)).check(files, checked);
        return checked;
    }

    @Test
    void checkWhenABinaryIsLargeSaysHowLarge() throws IOException {
        files.add("data/model.bin", new byte[3000]);
        assertThat(check(DataSize.ofKilobytes(2)).findings()).singleElement().satisfies(found -> {
            assertThat(found.code()).isEqualTo("repo.large-binary");
            assertThat(found.path()).isEqualTo("data/model.bin");
            assertThat(found.line()).isZero();
            assertThat(found.message()).isEqualTo("is binary and 2 KiB large");
        });
        assertThat(check(DataSize.ofKilobytes(3)).findings()).isEmpty();
    }

    @Test
    void versionWhenTheThresholdIsAnotherIsAnother() {
        int version = new LargeBinaryCheck(new QualityProperties(DataSize.ofMegabytes(10))).version();
        assertThat(new LargeBinaryCheck(new QualityProperties(DataSize.ofMegabytes(5))).version())
                .as("what was kept does not hold for another threshold").isNotEqualTo(version);
        assertThat(new LargeBinaryCheck(new QualityProperties(DataSize.ofMegabytes(10))).version()).isEqualTo(version);
    }

    @Test
    void checkWhenAFileIsTooLargeToReadTellsByItsBeginning() throws IOException {
        files.addUnread("a/video.mp4", 200L * 1024 * 1024, "\0");
        files.addUnread("a/symbols.kicad_sym", 200L * 1024 * 1024, "(kicad_symbol_lib");
        files.addUnread("a/installer.exe", 60L * 1024 * 1024, "MZ\0");
        files.addUnread("a/picture.png", 20L * 1024 * 1024, "PNG\0");
        assertThat(check(DataSize.ofMegabytes(10)).findings()).extracting(
                found -> found.path() + " " + found.severity() + " " + found.message()).containsExactly(
                        "a/installer.exe MEDIUM is binary and 60.0 MiB large",
                        "a/picture.png LOW is binary and 20.0 MiB large",
                        "a/video.mp4 HIGH is binary and 200.0 MiB large");
    }

    @Test
    void checkWhenTheFileIsTextOrAPointerIsSilent() throws IOException {
        files.add("words", "word\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
        files.add("video.mp4", ("version https://git-lfs.github.com/spec/v1\noid sha256:" + "0".repeat(64)
                + "\nsize 99999999\n").getBytes(StandardCharsets.UTF_8));
        assertThat(check(DataSize.ofKilobytes(1)).findings()).isEmpty();
    }

    @Test
    void propertiesWhenOutOfRangeNameWhatIsAllowed() {
        assertThatThrownBy(() -> new QualityProperties(DataSize.ofBytes(5))).hasMessage(
                "halo.repo.quality.large-binary: 5B is not between 1KB and 100GB");
    }

    private static final class Files implements Tree {

        private final NavigableMap<String, TreeFile> entries = new TreeMap<>();
        private final Map<String, byte[]> contents = new HashMap<>();

        void add(String path, byte[] content) {
            entries.put(path, new TreeFile(path, TreeFile.Kind.REGULAR, content.length, "0".repeat(40)));
            contents.put(path, content);
        }

        void addUnread(String path, long size, String beginning) {
            add(path, beginning.getBytes(StandardCharsets.UTF_8));
            entries.put(path, new TreeFile(path, TreeFile.Kind.REGULAR, size, "0".repeat(40)));
        }

        @Override
        public NavigableMap<String, TreeFile> files() {
            return entries;
        }

        @Override
        public Set<String> directories() {
            return Set.of("");
        }

        @Override
        public SourceFile read(String path) {
            throw new AssertionError("a large file was read as a whole");
        }

        @Override
        public @Nullable SourceFile beginning(String path) {
            byte[] content = contents.get(path);
            TreeFile entry = entries.get(path);
            return content == null || entry == null ? null : new SourceFile(entry, content);
        }
    }
}
