package ink.dreamnet.halo.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.core.Spelling;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.environment.schema.VariableForm;
import ink.dreamnet.halo.registry.ManagedBy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static ink.dreamnet.halo.environment.AuditRoom.codes;
import static ink.dreamnet.halo.environment.AuditRoom.environment;
import static ink.dreamnet.halo.environment.AuditRoom.first;
import static ink.dreamnet.halo.environment.AuditRoom.issue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class SourcesTest {

    @TempDir
    Path directory;
    private AuditRoom room;

    @BeforeEach
    void prepare() {
        room = new AuditRoom(directory);
    }

    private static SourceSpec file(Path path) {
        return SourceSpec.ofFile(path.toString(), false);
    }

    private static SourceSpec mount(Path path) {
        return new SourceSpec(null, path.toString(), null, null, null, null);
    }

    private static EnvironmentSpec inline(List<SourceSpec> sources, VariableForm... variables) {
        return new EnvironmentSpec(null, List.copyOf(sources), null, List.of(variables), null, null, null, null, null,
                null);
    }

    private String why(String id) {
        return issue(room.audit(), id, Codes.UNREADABLE).description();
    }

    @Test
    void sourcesWhenSeveralLetTheLaterOverride() {
        Path one = room.write("one", "PORT=no\nHOST=a\nBASE=1\n");
        Path two = room.write("two", "PORT=${BASE}23\n");
        room.define("a", inline(List.of(file(one), file(two)), AuditRoom.variable("PORT", "port"),
                AuditRoom.variable("HOST", "string"), AuditRoom.variable("BASE", "integer")));
        assertThat(room.audit().issues()).isEmpty();
        room.define("a", inline(List.of(file(two), file(one)), AuditRoom.variable("PORT", "port"),
                AuditRoom.variable("HOST", "string"), AuditRoom.variable("BASE", "integer")));
        assertThat(first(issue(room.audit(), "a", Codes.WRONG_TYPE), "file")).isEqualTo(one.toString());
    }

    @Test
    void fileWhenOptionalMayBeAbsentButNotAllOfThem() {
        Path there = room.write("there", "A=1\n");
        String absent = directory.resolve("absent").toString();
        room.define("a", room.spec(null, List.of(SourceSpec.ofFile(absent, true), file(there))));
        room.define("b", room.spec(null, List.of(SourceSpec.ofFile(absent, true))));
        AnalyzerResult result = room.audit();
        assertThat(codes(result, "a")).isEmpty();
        assertThat(issue(result, "b", Codes.UNREADABLE).description()).contains("absent do not exist");
        assertThat(result.observed(environment("b"), Codes.MISSING)).isFalse();
    }

    @Test
    void processWhenFilteredShowsOnlyWhatIsMeant() {
        room.process.put("SHOP_PORT", "70000");
        room.process.put("SHOP_TOKN", "x");
        room.process.put("PATH", "/bin");
        room.process.put("EXTRA", "1");
        room.define("a", inline(List.of(new SourceSpec(null, null, true, List.of("EXTRA"), List.of("SHOP_"), null)),
                AuditRoom.variable("SHOP_PORT", "port"), AuditRoom.variable("SHOP_TOKEN", "string")));
        AnalyzerResult result = room.audit();
        assertThat(codes(result, "a")).containsExactly(Codes.MISSING, Codes.WRONG_TYPE, Codes.UNKNOWN);
        assertThat(issue(result, "a", Codes.UNKNOWN).data().get("variables")).isEqualTo(List.of("EXTRA", "SHOP_TOKN"));
        room.process.put("SHOP_PORT", "7000");
        room.process.put("SHOP_TOKEN", "y");
        room.process.remove("SHOP_TOKN");
        room.process.remove("EXTRA");
        assertThat(room.audit().issues()).isEmpty();
    }

    @Test
    void directoryWhenMountedByKubernetesFollowsItsLinks() throws IOException {
        Path mount = Files.createDirectory(directory.resolve("secrets"));
        room.write("secrets/..2026_01/DB_PASSWORD", "s3cret\n");
        room.write("secrets/..2026_01/PORT", "5432\n");
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026_01"));
        Files.createSymbolicLink(mount.resolve("DB_PASSWORD"), Path.of("..data/DB_PASSWORD"));
        Files.createSymbolicLink(mount.resolve("PORT"), Path.of("..data/PORT"));
        room.define("a", inline(List.of(mount(mount)), AuditRoom.variable("DB_PASSWORD", "string"),
                AuditRoom.variable("PORT", "port")));
        assertThat(room.audit().issues()).isEmpty();
        Files.writeString(mount.resolve("..2026_01/PORT"), "x");
        assertThat(codes(room.audit(), "a")).containsExactly(Codes.WRONG_TYPE);
    }

    @Test
    void directoryWhenHostileNeitherBlocksNorLies() throws Exception {
        Path mount = Files.createDirectory(directory.resolve("secrets"));
        assertThat(new ProcessBuilder("mkfifo", mount.resolve("FIFO").toString()).start().waitFor()).isZero();
        Files.createSymbolicLink(mount.resolve("LOOP"), Path.of("LOOP"));
        Files.createSymbolicLink(mount.resolve("OUT"), room.write("outside", "x"));
        Files.createSymbolicLink(mount.resolve("GONE"), Path.of("nowhere"));
        room.write("secrets/BIG", "x".repeat(1_048_577));
        room.write("secrets/BINARY", "\0\1\2");
        Files.write(mount.resolve("KEYSTORE"), new byte[]{(byte) 0xfe, (byte) 0xed, (byte) 0xff});
        room.write("secrets/not a name", "x");
        Files.createDirectory(mount.resolve("SUB"));
        room.define("a", room.spec(null, List.of(mount(mount))));
        AnalyzerResult result = assertTimeoutPreemptively(Duration.ofMinutes(1), () -> room.audit());
        assertThat(codes(result, "a")).containsExactly(Codes.UNREADABLE, Codes.MALFORMED);
        String found = issue(result, "a", Codes.UNREADABLE).data().toString();
        assertThat(found).contains("FIFO", "is not a regular file", "is a loop of symbolic links",
                "is a link that leads out of the directory", "has more than 1048576 bytes", "does not exist")
                .doesNotContain("BINARY", "KEYSTORE", "SUB");
        assertThat(result.observed(environment("a"), Codes.MISSING)).isFalse();
    }

    @Test
    void fileWhenItIsNotADotenvFileSaysWhatItIs() throws IOException {
        Path file = directory.resolve("f");
        room.define("a", room.spec(null, List.of(file(file))));
        assertThat(why("a")).contains("does not exist");
        Files.createDirectory(file);
        assertThat(why("a")).contains("is a directory");
        Files.delete(file);
        Files.write(file, "A=1".getBytes(StandardCharsets.UTF_16));
        assertThat(why("a")).contains("UTF-16");
        Files.write(file, new byte[]{'A', '=', (byte) 0xff, (byte) 0xff});
        assertThat(why("a")).contains("is not UTF-8 text");
        Files.writeString(file, "A=" + "x".repeat(10_000_000));
        assertThat(why("a")).contains("has more than 1048576 bytes");
        room.define("a", room.spec(null, List.of(mount(file))));
        assertThat(why("a")).contains("is not a directory");
    }

    @Test
    void fileWhenPutByTheApiMayNotLeadOutOfTheAllowList() throws IOException {
        Path root = Files.createDirectory(directory.resolve("root"));
        Path link = Files.createSymbolicLink(root.resolve("link"), room.write("outside", "A=1\n"));
        EnvironmentSpec spec = room.spec(null, List.of(file(link)));
        room.environments.put("a",
                new EnvironmentParser(spec, AllowedFiles.ANY).parse("a", ManagedBy.API, null, false));
        assertThat(why("a")).contains("may not be read: it is not below the directories of halo.files.allow");
    }

    @ParameterizedTest
    @CsvSource({"HALO_INTERVALL_MS,HALO_INTERVAL_MS", "HALO_ENDPIONTS,HALO_ENDPOINTS", "halo_endpoints,HALO_ENDPOINTS",
            "HALOENDPOINTS,HALO_ENDPOINTS", "HALO_RUN_MAXWAIT,", "API,", "APP,", "PORTS,PORT",
            "DATABASEURL,DATABASE_URL"})
    void similarWhenNamesAreCloseEnoughFindsTheOneThatWasMeant(String written, String meant) {
        Spelling spelling = new Spelling(
                List.of("HALO_INTERVAL_MS", "HALO_ENDPOINTS", "PORT", "DATABASE_URL", "APIS", "AP"),
                java.util.Set.of());
        assertThat(spelling.similar(written)).isEqualTo(meant);
    }
}
