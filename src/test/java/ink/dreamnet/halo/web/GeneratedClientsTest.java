package ink.dreamnet.halo.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/// Clients that are generated from the description of the API compile and work. The profile `thorough` fetches the generator;
/// TypeScript also needs Node.js and the build tools of `clients/typescript`.
@HaloTest
@OnH2
@Tag("thorough")
class GeneratedClientsTest {

    private static final Path BASE = Path.of(System.getProperty("halo.basedir", ".")).toAbsolutePath();
    private static final Path GENERATOR = BASE.resolve("target/openapi-generator-cli.jar");
    private static final Path TYPESCRIPT = BASE.resolve("clients/typescript/node_modules/typescript/bin/tsc");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");
    private static final String PACKAGE = "ink.dreamnet.halo.generated";
    private static final String ONLY_CODE = "apis,models,supportingFiles,apiTests=false,modelTests=false,apiDocs=false,modelDocs=false";

    @Autowired
    Api api;
    @LocalServerPort
    int port;
    @TempDir
    Path folder;

    @BeforeEach
    void describe() throws IOException {
        assertThat(GENERATOR).exists();
        Files.writeString(folder.resolve("api.json"), api.get("/v3/api-docs").response().body());
    }

    /// @return what it printed
    private String run(String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        int exit = process.waitFor();
        String printed = Files.readString(output);
        assertThat(exit).as(() -> String.join(" ", command) + "\n" + printed).isZero();
        return printed;
    }

    private void generate(String language, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(JAVA.resolve("java").toString(), "-XX:TieredStopAtLevel=1",
                "-jar", GENERATOR.toString(), "generate", "-i", "api.json", "-g", language, "-o", "generated",
                "--global-property", ONLY_CODE));
        command.addAll(List.of(options));
        run(command.toArray(String[]::new));
    }

    private void copy(String driver) throws IOException {
        try (InputStream source = GeneratedClientsTest.class.getResourceAsStream("/clients/" + driver)) {
            Files.write(folder.resolve(driver), source.readAllBytes());
        }
    }

    private String[] arguments(String id, String... command) {
        return Stream.concat(Stream.of(command), Stream.of("http://127.0.0.1:" + port,
                "http://127.0.0.1:%d/".formatted(FleetServer.closedPort()), id)).toArray(String[]::new);
    }

    private static void assertDriven(String printed) {
        assertThat(printed.lines()).containsExactly("running false", "cycle completed",
                "weak point endpoint.down critical endpoint", "task pending-approval false", "approved true",
                "refused 409", "wrong limit false");
    }

    @Test
    void clientInJavaDrivesHalo() throws Exception {
        generate("java", "--library", "native", "--additional-properties",
                "useJakartaEe=true,openApiNullable=false,useSingleRequestParameter=true,invokerPackage=%s,apiPackage=%s.api,modelPackage=%s.model"
                        .formatted(PACKAGE, PACKAGE, PACKAGE));
        copy("Drive.java");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> compile = new ArrayList<>(List.of(JAVA.resolve("javac").toString(), "-nowarn", "-proc:none",
                "-encoding", StandardCharsets.UTF_8.name(), "-d", "classes", "-cp", classPath, "Drive.java"));
        try (Stream<Path> sources = Files.walk(folder.resolve("generated/src/main/java"))) {
            sources.filter(file -> file.toString().endsWith(".java")).map(Path::toString).forEach(compile::add);
        }
        run(compile.toArray(String[]::new));
        assertDriven(run(arguments("generated-java", JAVA.resolve("java").toString(), "-cp", "classes:" + classPath,
                "Drive")));
    }

    @Test
    void clientInTypeScriptDrivesHalo() throws Exception {
        assumeThat(TYPESCRIPT).as("clients/typescript/check installs it").exists();
        generate("typescript-fetch", "--additional-properties", "supportsES6=true,importFileExtension=.js");
        copy("drive.ts");
        Files.writeString(folder.resolve("package.json"), "{\"type\": \"module\"}");
        Files.writeString(folder.resolve("tsconfig.json"),
                """
                        {"compilerOptions": {"target": "ES2022", "module": "NodeNext", "moduleResolution": "NodeNext", "strict": true,
                        "lib": ["ES2022", "DOM"], "types": [], "noUncheckedIndexedAccess": true, "outDir": "out", "rootDir": "."},
                        "include": ["."]}""");
        run("node", TYPESCRIPT.toString(), "-p", ".");
        assertDriven(run(arguments("generated-typescript", "node", "out/drive.js")));
    }
}
