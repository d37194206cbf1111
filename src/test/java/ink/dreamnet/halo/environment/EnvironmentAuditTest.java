package ink.dreamnet.halo.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.core.files.IsolatedGit;
import ink.dreamnet.halo.environment.schema.RuleForm;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.support.CpuTime;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static ink.dreamnet.halo.environment.AuditRoom.codes;
import static ink.dreamnet.halo.environment.AuditRoom.environment;
import static ink.dreamnet.halo.environment.AuditRoom.first;
import static ink.dreamnet.halo.environment.AuditRoom.issue;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/// Looks at real files, for each code once as it should not be and once healed.
class EnvironmentAuditTest {

    private static final String SECRET = "hunter2-hunter2-hunter2";

    @TempDir
    Path directory;
    private AuditRoom room;

    @BeforeEach
    void prepare() {
        IsolatedGit.install();
        room = new AuditRoom(directory);
    }

    private static void healthy(AnalyzerResult result, String id) {
        assertThat(codes(result, id)).isEmpty();
        assertThat(Codes.ALL).allSatisfy(code -> assertThat(result.observed(environment(id), code)).as(code).isTrue());
    }

    @Test
    void missingWhenARequiredVariableIsAbsent() {
        room.write(".env.example", "# the database\n# required\nDATABASE_URL=\nPORT=3000\n# DEBUG=\n");
        room.define("a", ".env.example", "PORT=3000\n");
        Issue issue = issue(room.audit(), "a", Codes.MISSING);
        assertThat(issue.severity()).isEqualTo(Severity.HIGH);
        assertThat(issue.data().get("variables")).isEqualTo(List.of("DATABASE_URL"));
        assertThat(issue.description()).contains("DATABASE_URL is required by");
        room.define("a", ".env.example", "PORT=3000\nDATABASE_URL=postgres://db/shop\n");
        healthy(room.audit(), "a");
    }

    @Test
    void missingWhenAConditionHoldsAndOnlyThen() {
        room.write("schema.yaml", """
                variables:
                  MAIL: {type: enum, values: [smtp, none], default: none}
                  SMTP_HOST:
                    required-when: {variable: MAIL, equals: smtp}
                  SMTP_PASSWORD:
                    required-when: {variable: SMTP_HOST}
                """);
        room.define("a", "schema.yaml", "MAIL=none\n");
        healthy(room.audit(), "a");
        room.define("a", "schema.yaml", "MAIL=smtp\n");
        assertThat(issue(room.audit(), "a", Codes.MISSING).data().get("variables")).isEqualTo(List.of("SMTP_HOST"));
        room.define("a", "schema.yaml", "MAIL=smtp\nSMTP_HOST=mail\n");
        assertThat(issue(room.audit(), "a", Codes.MISSING).data().get("variables")).isEqualTo(List.of("SMTP_PASSWORD"));
    }

    @Test
    void emptyWhenARequiredVariableIsSetToNothing() {
        room.write(".env.example", "A= # required\nB=\n");
        room.define("a", ".env.example", "A=''\nB=\n");
        Issue issue = issue(room.audit(), "a", Codes.EMPTY);
        assertThat(first(issue, "variable")).isEqualTo("A");
        assertThat(first(issue, "line")).isEqualTo(1);
        room.define("a", ".env.example", "A=1\nB=1\n");
        healthy(room.audit(), "a");
    }

    @Test
    void unknownWhenTheSchemaDoesNotNameItSaysWhatWasMeant() {
        room.write(".env.example", "# DATABASE_URL=\n# PORT=\n");
        room.define("a", ".env.example", "DATABSAE_URL=postgres://db/shop\nELSE=1\n");
        Issue issue = issue(room.audit(), "a", Codes.UNKNOWN);
        assertThat(issue.data().get("variables")).isEqualTo(List.of("DATABSAE_URL", "ELSE"));
        assertThat(first(issue, "instead")).isEqualTo("DATABASE_URL");
        assertThat(issue.description()).contains("did you mean DATABASE_URL?").contains(":1)");
        room.define("a", ".env.example", "DATABASE_URL=postgres://db/shop\n");
        healthy(room.audit(), "a");
    }

    @Test
    void wrongTypeWhenTheValueIsOfAnotherDoesNotQuoteIt() {
        String schema = """
                variables:
                  INT: {type: integer, min: 1, max: 10}
                  BOOL: {type: boolean}
                  URL: {type: url}
                  EMAIL: {type: email}
                  LEVEL: {values: [debug, info]}
                  CODE: {pattern: "[A-Z]{3}-\\\\d+"}
                  WAIT: {type: duration}
                  PORT: {type: port}
                """;
        room.write("schema.yaml", schema);
        room.define("a", "schema.yaml",
                "INT=11\nBOOL=q7v9\nURL=q7v9\nEMAIL=q7v9\nLEVEL=q7v9\nCODE=q7v9\nWAIT=q7v9\nPORT=70000\n");
        Issue issue = issue(room.audit(), "a", Codes.WRONG_TYPE);
        assertThat(issue.data()).containsEntry("total", 8);
        assertThat(issue.toString()).doesNotContain("q7v9", "70000").contains("is more than 10",
                "is not one of debug, info", "is not a port");
        room.define("a", "schema.yaml", "INT=10\nBOOL=off\nURL=postgres://u:p@h/db\nEMAIL=a@b.example\nLEVEL=info\n"
                + "CODE=ABC-1\nWAIT=PT1M30S\nPORT=8080\n");
        healthy(room.audit(), "a");
    }

    @Test
    void malformedAndDuplicateWhenLinesAreWrong() {
        room.define("a", null, "A=1\nwhat is this\nB=\"open\nA=2\nC=1\nC=1\n");
        AnalyzerResult result = room.audit();
        Issue malformed = issue(result, "a", Codes.MALFORMED);
        assertThat(malformed.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(first(malformed, "line")).isEqualTo(2);
        assertThat(malformed.data()).containsEntry("total", 2);
        Issue duplicate = issue(result, "a", Codes.DUPLICATE);
        assertThat(first(duplicate, "variable")).isEqualTo("A");
        assertThat(first(duplicate, "line")).isEqualTo(4);
        assertThat(duplicate.severity()).isEqualTo(Severity.MEDIUM);
        room.define("a", null, "C=1\nC=1\n");
        assertThat(issue(room.audit(), "a", Codes.DUPLICATE).severity()).isEqualTo(Severity.LOW);
        room.define("a", null, "A=1\nB=\"closed\"\n");
        healthy(room.audit(), "a");
    }

    @Test
    void driftWhenAnotherEnvironmentOfTheGroupHasMore() {
        room.write("schema.yaml",
                "variables:\n  A:\n  OPTIONAL: {required: false}\n  WITH_DEFAULT: {default: x}\nrules: []\n");
        room.define("a", "schema.yaml", "A=1\nEXTRA=1\n");
        room.define("b", "schema.yaml", "A=2\nEXTRA=1\n");
        room.define("c", "schema.yaml", "A=1\nOPTIONAL=1\nWITH_DEFAULT=y\n");
        AnalyzerResult result = room.audit();
        Issue drift = issue(result, "c", Codes.DRIFT);
        assertThat(drift.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(first(drift, "variable")).isEqualTo("EXTRA");
        assertThat(first(drift, "environments")).isEqualTo(List.of("a", "b"));
        Issue optional = issue(result, "a", Codes.DRIFT);
        assertThat(optional.severity()).as("the schema says that it may be absent").isEqualTo(Severity.LOW);
        assertThat(optional.data().get("variables")).isEqualTo(List.of("OPTIONAL"));
        room.environments.remove("c");
        assertThat(codes(room.audit(), "a")).containsExactly(Codes.UNKNOWN);
    }

    @Test
    void placeholderWhenNobodyPutTheValueThere() {
        room.write(".env.example", "API_TOKEN=give-me-a-token\nHOST=localhost\nKEY=\nNAME=\nMODE=\n");
        room.define("a", ".env.example",
                "API_TOKEN=give-me-a-token\nHOST=localhost\nKEY=your-api-key-here\nNAME=<name>\nMODE=changeme\n");
        Issue issue = issue(room.audit(), "a", Codes.PLACEHOLDER);
        assertThat(issue.data().get("variables")).isEqualTo(List.of("API_TOKEN", "KEY", "MODE", "NAME"));
        assertThat(issue.severity()).isEqualTo(Severity.HIGH);
        room.define("a", ".env.example", "API_TOKEN=" + SECRET + "\nHOST=localhost\nKEY=k1\nNAME=x\nMODE=todo-app\n");
        healthy(room.audit(), "a");
    }

    @Test
    void deprecatedWhenTheOldVariableIsUsed() {
        room.write("schema.yaml", "variables:\n  OLD: {deprecated-by: NEW}\n  NEW:\n");
        room.define("a", "schema.yaml", "OLD=1\n");
        AnalyzerResult result = room.audit();
        assertThat(codes(result, "a")).as("not missing as well").containsExactly(Codes.DEPRECATED);
        assertThat(first(issue(result, "a", Codes.DEPRECATED), "instead")).isEqualTo("NEW");
        room.define("a", "schema.yaml", "NEW=1\n");
        healthy(room.audit(), "a");
    }

    @Test
    void worldReadableWhenOthersCanReachAndReadAFileWithSecrets() throws IOException {
        room.define("a", null, "DB_PASSWORD=" + SECRET + "\n");
        room.define("b", null, "HOST=localhost\n");
        for (String file : List.of(".env.a", ".env.b")) {
            Files.setPosixFilePermissions(directory.resolve(file), PosixFilePermissions.fromString("rw-r--r--"));
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        healthy(room.audit(), "a");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        AnalyzerResult result = room.audit();
        assertThat(issue(result, "a", Codes.WORLD_READABLE).severity()).isEqualTo(Severity.HIGH);
        healthy(result, "b");
        Files.setPosixFilePermissions(directory.resolve(".env.a"), PosixFilePermissions.fromString("rw-r-----"));
        healthy(room.audit(), "a");
    }

    @Test
    void committedWhenGitHasAFileWithSecrets() throws Exception {
        room.define("a", null, "DB_PASSWORD=" + SECRET + "\n");
        room.define("b", null, "HOST=localhost\n");
        room.define("c", null, "DB_PASSWORD=changeme\n");
        try (Git git = Git.init().setDirectory(directory.toFile()).call()) {
            healthy(room.audit(), "a");
            git.add().addFilepattern(".").call();
            AnalyzerResult staged = room.audit();
            assertThat(issue(staged, "a", Codes.COMMITTED).severity()).isEqualTo(Severity.CRITICAL);
            assertThat(issue(staged, "a", Codes.COMMITTED).description()).contains("the index");
            healthy(staged, "b");
            assertThat(codes(staged, "c")).containsExactly(Codes.PLACEHOLDER);
            git.commit().setMessage("all").setSign(false).setAuthor("a", "a@example.org")
                    .setCommitter("a", "a@example.org").call();
            git.rm().setCached(true).addFilepattern(".env.a").call();
            assertThat(issue(room.audit(), "a", Codes.COMMITTED).description()).contains("HEAD");
            git.commit().setMessage("none").setSign(false).setAuthor("a", "a@example.org")
                    .setCommitter("a", "a@example.org").call();
            healthy(room.audit(), "a");
        }
    }

    @Test
    void schemaInvalidWhenTheSchemaIsWrongNamesLineAndField() {
        room.write("schema.yaml", "variables:\n  A:\n    type: number\n  B: {type: regex}\n  C: {colour: red}\n");
        room.define("a", "schema.yaml", "X=1\n");
        AnalyzerResult result = room.audit();
        Issue issue = issue(result, "a", Codes.SCHEMA_INVALID);
        assertThat(issue.data()).containsEntry("total", 3);
        assertThat(first(issue, "line")).isEqualTo(3);
        assertThat(issue.description()).contains("variables.A.type", "'number' is not one of string, integer",
                "variables.B.pattern", "variables.C.colour");
        assertThat(result.observed(environment("a"), Codes.MISSING)).isFalse();
        assertThat(result.observed(environment("a"), Codes.MALFORMED)).isTrue();
        room.write("schema.yaml", "variables: [\n");
        assertThat(issue(room.audit(), "a", Codes.SCHEMA_INVALID).description()).contains("schema.yaml:2 is not YAML");
        Path absent = directory.resolve("schema.yaml");
        assertThat(absent.toFile().delete()).isTrue();
        assertThat(issue(room.audit(), "a", Codes.SCHEMA_INVALID).description()).contains("does not exist");
        room.write("schema.yaml", "variables:\n  X:\n");
        healthy(room.audit(), "a");
    }

    @Test
    void wrongTypeWhenThePatternIsWrittenToBeSlowIsFoundAtOnce() {
        room.write("schema.yaml", "variables:\n  A: {pattern: '(.*a){25}b'}\n  B: {pattern: '(x|y)*'}\n");
        room.define("a", "schema.yaml", "A=" + "a".repeat(10_000) + "\nB=" + "xy".repeat(30_000) + "\n");
        AnalyzerResult result = assertTimeoutPreemptively(Duration.ofMinutes(1), () -> room.audit());
        assertThat(codes(result, "a")).containsExactly(Codes.WRONG_TYPE);
        assertThat(first(issue(result, "a", Codes.WRONG_TYPE), "variable")).isEqualTo("A");
    }

    @Test
    void schemaInvalidWhenItsPatternsAreTooMuchWorkTogetherEndsAndItsNeighbourIsJudged() {
        StringBuilder large = new StringBuilder("variables:\n");
        StringBuilder slow = new StringBuilder("variables:\n");
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < 4_900; i++) {
            large.append("  V%d: {pattern: '(a{9}){99}b'}\n".formatted(i));
            slow.append("  V%d: {pattern: '(.*a){25}b'}\n".formatted(i));
            values.append("V%d=%s\n".formatted(i, "a".repeat(150)));
        }
        room.write("large.yaml", large.toString());
        room.write("slow.yaml", slow.toString());
        room.write("good.yaml", "variables:\n  A: {pattern: 'a+'}\n");
        room.define("large", "large.yaml", values.toString());
        room.define("slow", "slow.yaml", values.toString());
        room.define("good", "good.yaml", "A=aa\n");
        AnalyzerResult result = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> room.audit());
        healthy(result, "good");
        assertThat(issue(result, "large", Codes.SCHEMA_INVALID).data().toString())
                .contains("is too large, together with the patterns before it");
        assertThat(issue(result, "slow", Codes.SCHEMA_INVALID).description()).contains(".pattern", "too many steps");
        assertThat(result.observed(environment("slow"), Codes.WRONG_TYPE)).isFalse();
    }

    @Test
    void rulesWhenBrokenNameTheEnvironmentsAndNeverTheValues() {
        room.define("local", null, "JWT_SECRET=" + SECRET + "\nREGION=eu\nCHAIN=1\n");
        room.define("production", null, "JWT_SECRET=" + SECRET + "\nREGION=us\nFLAG=1\nCHAIN=1\n");
        RuleForm[] rules = {new RuleForm("must-differ", null, null),
                new RuleForm("must-equal", List.of("REGION", "CH*"), List.of("local", "production")),
                new RuleForm("must-exist", List.of("FLAG"), null)};
        AnalyzerResult result = room.audit(rules);
        Issue shared = issue(result, "local", Codes.NOT_DIFFERENT);
        assertThat(shared.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(first(shared, "environments")).isEqualTo(List.of("production"));
        assertThat(issue(result, "local", Codes.NOT_EQUAL).data().get("variables")).isEqualTo(List.of("REGION"));
        assertThat(issue(result, "local", Codes.NOT_EVERYWHERE).data().get("variables")).isEqualTo(List.of("FLAG"));
        healthy(result, "production");
        assertThat(result.issues().toString()).doesNotContain(SECRET);
        room.define("local", null, "JWT_SECRET=another-one\nREGION=us\nFLAG=2\nCHAIN=1\n");
        healthy(room.audit(rules), "local");
    }

    @Test
    void productionSecretWhenFoundInTheSameGroupNeedsNoRule() {
        EnvironmentSpec local = room.spec(null, List.of(SourceSpec.ofFile(
                room.write("l", "OLD_KEY=" + SECRET + "\nAPI_TOKEN=short\n").toString(), false)));
        EnvironmentSpec production = room.spec(null, List.of(SourceSpec.ofFile(
                room.write("p", "DB_PASSWORD=" + SECRET + "\nAPI_TOKEN=short\nOLD_KEY=x\n").toString(), false)));
        room.define("local", AuditRoom.inGroup("shop", local));
        room.define("production", AuditRoom.inGroup("shop", production));
        Issue issue = issue(room.audit(), "local", Codes.NOT_DIFFERENT);
        assertThat(issue.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(issue.data().get("variables")).isEqualTo(List.of("OLD_KEY"));
        assertThat(issue.description()).contains("has the secret that DB_PASSWORD in production has");
    }

    @Test
    void schemaRulesWhenBrokenHoldForItsEnvironments() {
        room.write("schema.yaml", "variables:\n  REGION:\nrules:\n  - {kind: must-equal, variables: [REGION]}\n");
        room.define("a", "schema.yaml", "REGION=eu\n");
        room.define("b", "schema.yaml", "REGION=us\n");
        assertThat(codes(room.audit(), "b")).containsExactly(Codes.NOT_EQUAL);
        room.define("b", "schema.yaml", "REGION=eu\n");
        healthy(room.audit(), "b");
    }

    @Test
    void unreadableWhenASourceIsNotThereMakesTheRestUnknown() {
        room.write(".env.example", "A=\nB=\n");
        room.define("a", ".env.example", "A=1\nA=2\n");
        room.define("a", room.spec(".env.example", List.of(
                requireNonNull(requireNonNull(room.environments.get("a")).spec().sources()).getFirst(),
                SourceSpec.ofFile(directory.resolve("nowhere").toString(), false))));
        room.define("b", ".env.example", "A=1\nB=1\n");
        AnalyzerResult result = room.audit();
        assertThat(codes(result, "a")).containsExactly(Codes.UNREADABLE, Codes.DUPLICATE);
        assertThat(issue(result, "a", Codes.UNREADABLE).description()).contains("nowhere does not exist");
        assertThat(Codes.OF_SOURCES).allSatisfy(code -> assertThat(result.observed(environment("a"), code)).isFalse());
        assertThat(result.observed(environment("b"), Codes.DRIFT)).as("what a has is not known").isFalse();
        assertThat(result.observed(environment("b"), Codes.MISSING)).isTrue();
    }

    @Test
    void analyzeWhenScopedOrLateSpeaksOnlyOfWhatItSaw() {
        room.write(".env.example", "A=\n");
        room.define("a", ".env.example", "A=1\n");
        room.define("b", ".env.example", "A=1\nB=1\n");
        AnalyzerResult scoped = room.audit(new Scope.Named(Set.of(environment("a"))),
                Clock.systemUTC().instant().plusSeconds(60), Clock.systemUTC());
        assertThat(scoped.observed()).containsExactly(environment("a"));
        assertThat(codes(scoped, "a")).as("it is compared with b").containsExactly(Codes.DRIFT);
        AnalyzerResult late = room.audit(Scope.ALL, Clock.systemUTC().instant(), Clock.systemUTC());
        assertThat(late.observed()).isEmpty();
        assertThat(late.note()).isEqualTo("2 of 2 environments were not reached before the deadline");
    }

    @Test
    void analyzeWhenAHundredEnvironmentsHaveFiveHundredVariablesComparesEachOnce() {
        StringBuilder schema = new StringBuilder();
        for (int n = 0; n < 500; n++) {
            schema.append("VARIABLE_NUMBER_").append(n).append("=\n");
        }
        room.write(".env.example", schema.toString());
        for (int n = 0; n < 100; n++) {
            room.define("e" + n, ".env.example", schema.toString().replace("=\n", "=value-" + n + "\n"));
        }
        room.audit();
        // about one second; comparing each environment with each other one would take a hundred
        CpuTime.within(Duration.ofSeconds(10), () -> assertThat(room.audit().issues()).isEmpty());
    }

    @Test
    void auditWhenADefinitionCannotBeUsedComparesNothingForSure() {
        room.define("a", AuditRoom.inGroup("g", room.spec(null,
                List.of(SourceSpec.ofFile(room.write("a.env", "PORT=1\n").toString(), false)))));
        assertThat(room.audit().observed(AuditRoom.environment("a"), "environment.drift")).isTrue();
        room.unreadable.put("b", "is of another version");
        AnalyzerResult seen = room.audit();
        for (String code : Codes.OF_OTHERS) {
            assertThat(seen.observed(AuditRoom.environment("a"), code)).as(code).isFalse();
        }
        assertThat(seen.observed(AuditRoom.environment("a"), "environment.missing")).isTrue();
    }

    /// What the API put may not read a schema outside the allow-list; what configuration declares may.
    @Test
    void auditWhenTwoShareASchemaThatOneMayNotReadJudgesTheOther() {
        room.write("schema.yml", "variables: {PORT: {type: port}}\n");
        EnvironmentSpec spec = room.spec("schema.yml",
                List.of(SourceSpec.ofFile(room.write("a.env", "PORT=x\n").toString(), false)));
        room.environments.put("a",
                new EnvironmentParser(spec, AllowedFiles.ANY).parse("a", ManagedBy.API, null, false));
        room.define("b", spec);
        assertThat(AuditRoom.codes(room.audit(), "b")).containsExactly("environment.wrong-type");
    }
}
