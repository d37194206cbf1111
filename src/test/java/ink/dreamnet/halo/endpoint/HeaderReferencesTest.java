package ink.dreamnet.halo.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.registry.ManagedBy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HeaderReferencesTest {

    @TempDir
    Path directory;

    private Path allowed;
    private HeaderReferences references;

    @BeforeEach
    void allowOneDirectory() throws IOException {
        allowed = Files.createDirectory(directory.resolve("allowed"));
        Files.writeString(allowed.resolve("token"), "t0ken\n");
        Files.writeString(allowed.resolve("lines"), "a\r\nX-Evil: b");
        Files.writeString(directory.resolve("secret"), "s3cret");
        Files.createSymbolicLink(allowed.resolve("link"), directory.resolve("secret"));
        references = new HeaderReferences(new SecretReferences(Map.of("SHOP_KEY", "k3y")::get),
                new EndpointProperties.References(List.of("SHOP_*"), List.of(allowed)), AllowedFiles.ANY);
    }

    private static Endpoint endpoint(String header, ManagedBy managedBy) {
        EndpointSpec spec = JsonMapper.shared().readValue(
                "{\"url\":\"http://127.0.0.1:9/\",\"headers\":{\"X-Plain\":\"p\",\"X-Key\":\"%s\"}}".formatted(header),
                EndpointSpec.class);
        return EndpointParser.parse("shop", spec, managedBy, Instant.EPOCH, AllowedFiles.ANY);
    }

    private String sent(String header, ManagedBy managedBy) {
        return String.valueOf(references.target(endpoint(header, managedBy)).headers().get("X-Key"));
    }

    @Test
    void targetWhenConfigurationRefersReadsAnything() {
        assertThat(sent("env:SHOP_KEY", ManagedBy.CONFIG)).isEqualTo("k3y");
        assertThat(sent("file:" + directory.resolve("secret"), ManagedBy.CONFIG)).isEqualTo("s3cret");
        assertThat(sent("plain", ManagedBy.CONFIG)).isEqualTo("plain");
    }

    @Test
    void targetWhenTheApiRefersReadsBelowTheRootsOnlyWhateverLinksLeadThere() {
        assertThat(sent("file:" + allowed.resolve("token"), ManagedBy.API)).isEqualTo("t0ken");
        assertThatThrownBy(() -> sent("file:" + allowed.resolve("link"), ManagedBy.API))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(
                        "may not be read: it is not below the directories of halo.endpoint.references.roots")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void targetWhenTheValueWouldBreakTheHeaderRefusesIt() {
        assertThatThrownBy(() -> sent("file:" + allowed.resolve("lines"), ManagedBy.CONFIG))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("line break");
    }

    @Test
    void checkedWhenStoredLooksAtThePermissionButNotAtTheSecret() {
        assertThat(references.checked(endpoint("env:SHOP_GONE", ManagedBy.API), false)).isNotNull();
        assertThatThrownBy(() -> references.checked(endpoint("env:SHOP_GONE", ManagedBy.API), true))
                .hasMessageContaining("is not set");
        for (String refused : List.of("env:OTHER", "file:" + directory.resolve("secret"),
                "file:" + allowed + "/../secret")) {
            assertThatThrownBy(() -> references.checked(endpoint(refused, ManagedBy.API), false)).as(refused)
                    .hasMessageContaining("headers[X-Key]").hasMessageContaining("halo.endpoint.references.");
        }
    }
}
