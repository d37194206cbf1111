package ink.dreamnet.halo.environment;

import java.nio.file.Path;

import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static ink.dreamnet.halo.environment.AuditRoom.codes;
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
            """;

    @TempDir
    Path directory;
    private AuditRoom room;

    @BeforeEach
    void prepare() {
        room = new AuditRoom(directory);
        room.write(".env.example", EXAMPLE);
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
