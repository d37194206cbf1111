package ink.dreamnet.halo.web.openapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// The description of the API that HALO answers is the one that its controllers have. `-Dhalo.docs=write` writes it.
class OpenApiDocumentTest {

    private static final Path BASE = Path.of(System.getProperty("halo.basedir", "."));
    private static final Path ANSWERED = BASE.resolve("src/main/resources/halo/openapi.json");
    private static final Path MADE = BASE.resolve("target/openapi.json");

    @Test
    void documentIsOfTheControllers() throws IOException {
        String made = OpenApiDocument.make();
        if ("write".equals(System.getProperty("halo.docs"))) {
            Files.writeString(ANSWERED, made);
            return;
        }
        Files.writeString(MADE, made);
        assertThat(ANSWERED)
                .as("the API changed: see what did, and write it with ./mvnw test -Dtest=OpenApiDocumentTest -Dhalo.docs=write")
                .hasSameTextualContentAs(MADE);
    }
}
