package ink.dreamnet.halo.http;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SecretReferencesTest {

    private final SecretReferences references = new SecretReferences(
            new MockEnvironment().withProperty("NAME", "one").withProperty("EMPTY", " "));

    @TempDir
    Path folder;

    private void refused(String reference, String why) {
        assertThatThrownBy(() -> references.read("halo.x", reference)).isInstanceOf(UnreadableReferenceException.class)
                .hasMessageStartingWith("halo.x refers to %s, which %s", reference, why);
    }

    @Test
    void readWhenItIsAReferenceGivesWhatIsThere() throws Exception {
        assertThat(references.read("halo.x", "env:NAME")).isEqualTo("one");
        assertThat(references.read("halo.x", "file:" + Files.writeString(folder.resolve("f"), "two\n")))
                .isEqualTo("two");
        assertThat(references.read("halo.x", " three ")).isEqualTo(" three ");
    }

    @Test
    void readWhenThereIsNothingNamesThePropertyAndTheReference() throws Exception {
        refused("env:OTHER", "is not set");
        refused("env:EMPTY", "is not set");
        refused("file:" + Files.writeString(folder.resolve("f"), "\n"), "is not set");
        refused("file:" + folder.resolve("none"), "cannot be read");
        refused("file:\0", "cannot be read");
    }

    @Test
    void readWhenItIsNoFileOfAFewLinesIsRefused() throws Exception {
        refused("file:" + folder, "cannot be read (it is not a regular file)");
        refused("file:/dev/zero", "cannot be read (it is not a regular file)");
        refused("file:" + Files.writeString(folder.resolve("f"), "x".repeat(65_537)),
                "cannot be read (it is larger than 65536 bytes)");
    }

    @Test
    void readAllWhenOneCannotBeReadGivesTheOthers() {
        assertThat(references.readAll("halo.x", List.of("a", "env:OTHER", "env:NAME"))).containsExactly("a", "one");
    }
}
