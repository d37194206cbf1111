package ink.dreamnet.halo.environment;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static ink.dreamnet.halo.environment.AuditRoom.codes;
import static ink.dreamnet.halo.environment.AuditRoom.first;
import static ink.dreamnet.halo.environment.AuditRoom.issue;
import static org.assertj.core.api.Assertions.assertThat;

/// Looks at settings as a fleet of agents has them, with other values: a template for each product, an example that names few of the
/// variables, and what was appended without a line break.
class FleetEnvironmentsTest {

    private static final String EXAMPLE = """
            # Farcaster API (Neynar)
            NEYNAR_API_KEY=your_neynar_api_key_here

            # Database
            DATABASE_URL=postgresql://user:pass@host/db?sslmode=require

            # Infrastructure
            REDIS_URL=redis://nerve:6379
            NODE_ENV=development
            PORT=3000

            # Mail of the fleet (optional)
            PAGES_API_KEY=your-pages-key
            MAPS_CLIENT_ID=your-client-id
            MAPS_CLIENT_SECRET=your-client-secret
            MAPS_DB_PASSWORD=your-password
            """;

    @TempDir
    Path directory;
    private AuditRoom room;

    @BeforeEach
    void prepare() {
        room = new AuditRoom(directory);
        room.write(".env.example", EXAMPLE);
    }

    private void group(String id, String text) {
        room.define(id, AuditRoom.inGroup("shop", room.spec(null,
                List.of(SourceSpec.ofFile(room.write(".env." + id, text).toString(), false)))));
    }

    private static String variables(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i + "=" + i)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void driftWhenEnvironmentsAreOfDifferentProductsIsOneLowFinding() {
        group("aegis", "AGENT_ID=a-2\nVERTICAL=aegis\nDIU_CLIENT=1\nGRANTS_HOST=2\nSAM_HOST=3\nDIU_HOST=4\n");
        group("dreams", "AGENT_ID=a-1\nVERTICAL=dreams\nGYM_HOST=1\nMODEL_HOST=2\n");
        group("cloud", "MODEL_HOST=x\n" + variables("CLOUD_", 60));
        group("other", variables("OTHER_", 2));
        AnalyzerResult result = room.audit();
        for (String id : room.environments.keySet()) {
            Issue drift = issue(result, id, Codes.DRIFT);
            assertThat(drift.severity()).as(id).isEqualTo(Severity.LOW);
            assertThat(drift.data()).as(id).containsEntry("total", 1);
            assertThat(String.valueOf(first(drift, "reason"))).startsWith("shares at most half of its variables");
        }
    }

    @Test
    void driftWhenAStageLacksMuchOfAnotherIsSaidForEachVariable() {
        group("production", variables("CLOUD_", 60));
        group("staging", variables("CLOUD_", 15) + "STAGE=1\n");
        group("aegis", variables("AEGIS_", 8));
        AnalyzerResult result = room.audit();
        assertThat(issue(result, "staging", Codes.DRIFT).severity()).isEqualTo(Severity.MEDIUM);
        assertThat(issue(result, "staging", Codes.DRIFT).data()).containsEntry("total", 45);
        assertThat(issue(result, "production", Codes.DRIFT).data()).as("AEGIS_0 is nothing that it lacks")
                .containsEntry("total", 1);
        assertThat(issue(result, "aegis", Codes.DRIFT).severity()).isEqualTo(Severity.LOW);
    }

    @Test
    void unknownWhenTheExampleNamesFewOfTheVariablesIsOneLowFinding() {
        String known = "NEYNAR_API_KEY=b1946ac9\nDATABASE_URL=postgres://db/shop\nREDIS_URL=redis://c:6379\nNODE_ENV=production\n"
                + "PORT=3000\n";
        room.define("local", ".env.example", known + variables("CLOUD_", 56) + "DATABASE2_URL=postgres://db/two\n");
        Issue unknown = issue(room.audit(), "local", Codes.UNKNOWN);
        assertThat(unknown.severity()).isEqualTo(Severity.LOW);
        assertThat(unknown.data()).containsEntry("total", 1);
        assertThat(String.valueOf(first(unknown, "reason"))).startsWith("names only 5 of the 62 variables");
        room.define("local", ".env.example", known.replace("REDIS_URL", "REDSI_URL") + variables("CLOUD_", 56));
        assertThat(findings("local", Codes.UNKNOWN)).containsExactly("medium REDSI_URL", "low null");
        room.define("local", ".env.example", known + variables("CLOUD_", 3));
        assertThat(findings("local", Codes.UNKNOWN)).containsExactly("medium CLOUD_0", "medium CLOUD_1",
                "medium CLOUD_2");
    }

    @Test
    void unknownWhenASchemaNamesFewOfTheVariablesIsSaidForEach() {
        room.write("schema.yaml", "variables:\n  PORT:\n");
        room.define("local", "schema.yaml", "PORT=1\n" + variables("CLOUD_", 20));
        assertThat(issue(room.audit(), "local", Codes.UNKNOWN).data()).containsEntry("total", 20);
    }

    @Test
    void unknownWhenWhatItIsLikeIsSetTooIsNoMisspelling() {
        String known = "DATABASE_URL=postgres://db/shop\n";
        room.define("local", ".env.example", known + "DATABASE2_URL=postgres://db/two\n");
        Issue unknown = issue(room.audit(), "local", Codes.UNKNOWN);
        assertThat(unknown.toString()).contains("is not in the schema").doesNotContain("did you mean");
        room.define("local", ".env.example", "DATABSE_URL=postgres://db/shop\n");
        assertThat(issue(room.audit(), "local", Codes.UNKNOWN).toString()).contains("did you mean DATABASE_URL?");
    }

    @ParameterizedTest
    @CsvSource({"CIRCLE_API_KEY=test_api_key, still has a placeholder",
            "DATABASE_URL=postgresql://user:pass@host/db?sslmode=require, is as in the example",
            "OTHER_URL=postgresql://user:pass@host/db, still has a placeholder",
            "OTHER_URL=postgresql://shop:shop@db.shop.net/db, has a password that everybody tries first",
            "DB_PASSWORD=postgres, has a password that everybody tries first"})
    void placeholderWhenItIsKnownSaysAsWhat(String line, String reason) {
        room.define("production", ".env.example", line + "\n");
        Issue placeholder = issue(room.audit(), "production", Codes.PLACEHOLDER);
        assertThat(placeholder.severity()).isEqualTo(Severity.HIGH);
        assertThat(String.valueOf(first(placeholder, "reason"))).startsWith(reason);
    }

    @Test
    void missingWhenTheExampleHasOnlyAPlaceholderIsMediumForWhatNobodyElseIssues() {
        room.define("production", ".env.example", "PORT=3000\n");
        assertThat(findings("production", Codes.MISSING)).containsExactlyInAnyOrder("medium DATABASE_URL",
                "low NEYNAR_API_KEY", "low REDIS_URL", "low NODE_ENV", "low PAGES_API_KEY", "low MAPS_CLIENT_ID",
                "low MAPS_CLIENT_SECRET", "low MAPS_DB_PASSWORD");
        room.define("production", ".env.example", "PORT=3000\nMAPS_CLIENT_ID=shop-447\n");
        assertThat(findings("production", Codes.MISSING)).contains("low MAPS_CLIENT_SECRET", "medium MAPS_DB_PASSWORD");
        room.environments.clear();
        room.define("local", ".env.example", "PORT=3000\n");
        assertThat(issue(room.audit(), "local", Codes.MISSING).severity()).isEqualTo(Severity.LOW);
        room.define("local", ".env.example", EXAMPLE.replaceAll("=.*", "=1"));
        assertThat(codes(room.audit(), "local")).doesNotContain(Codes.MISSING);
    }

    private List<String> findings(String id, String code) {
        return ((List<?>) Objects.requireNonNull(issue(room.audit(), id, code).data().get("findings"))).stream()
                .map(finding -> (Map<?, ?>) finding)
                .map(finding -> finding.get("severity") + " " + finding.get("variable")).toList();
    }

    @ParameterizedTest
    @CsvSource({"CCTP_ENABLED=true# Database Configuration (Required), MEDIUM", "MAIL=off#Mail, MEDIUM",
            "WORKERS=12# Database, MEDIUM", "CHANNEL=12#general, LOW", "NAME=a#b, LOW", "COLOUR=red# or blue, LOW"})
    void malformedWhenALineBreakWasLost(String line, Severity severity) {
        room.define("local", null, line + "\nHOST=x\n");
        Issue malformed = issue(room.audit(), "local", Codes.MALFORMED);
        assertThat(malformed.severity()).isEqualTo(severity);
        assertThat(malformed.toString()).doesNotContain("Database", "true#", "general");
        room.define("local", null, line.replace("#", " #") + "\nHOST=x\n");
        assertThat(codes(room.audit(), "local")).isEmpty();
    }
}
