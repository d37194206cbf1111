package ink.dreamnet.halo.environment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.secret.SecretNames;
import ink.dreamnet.halo.core.secret.SecretValues;
import ink.dreamnet.halo.environment.dotenv.SecretText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static ink.dreamnet.halo.environment.AuditRoom.codes;
import static ink.dreamnet.halo.environment.AuditRoom.first;
import static ink.dreamnet.halo.environment.AuditRoom.issue;
import static org.assertj.core.api.Assertions.assertThat;

/// Looks at what values say by themselves: made-up secrets of real forms, and their healthy twins.
class SecretsByValueTest {

    private static final String HEX = "9f86d081884c7d65" + "9a2feaa0c55ad015" + "a3bf4f1b2b0b822c" + "d15d6c15b0f00a08";
    private static final String MIXED = "q7Xv2Lw9Tz4Rk8" + "Bn1Md6Yc3Hf5Js0Pg";

    @TempDir
    Path directory;
    private AuditRoom room;

    @BeforeEach
    void prepare() throws IOException {
        room = new AuditRoom(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> worldReadable(String line) throws IOException {
        room.define("a", null, line + "\n");
        Files.setPosixFilePermissions(directory.resolve(".env.a"), PosixFilePermissions.fromString("rw-r--r--"));
        return codes(room.audit(), "a");
    }

    private static String filled(String line) {
        String jwt = "eyJhbGciOiJIUzI1NiJ9." + Base64.getUrlEncoder().withoutPadding().encodeToString(
                "{\"role\": \"%s\"}".formatted(line.contains("ANON") ? "anon" : "service_role")
                        .getBytes(StandardCharsets.UTF_8))
                + "." + MIXED;
        return line.replace("%HEX%", HEX).replace("%MIX%", MIXED).replace("%JWT%", jwt)
                .replace("%PEM%", "-----BEGIN RSA PRIVATE" + " KEY-----\\nMIIEpAIBAAKCAQEA" + MIXED)
                .replace("%PEM64%", Base64.getEncoder().encodeToString(
                        ("-----BEGIN PRIVATE" + " KEY-----\nMIIEpAIBAAKCAQEA" + MIXED)
                                .getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DATABASE_URL=postgresql://app:t0p-Hat9@db.example.org/shop",
            "A=redis://:t0p-Hat9@cache:6379",
            "A=amqps://shop:t0p-Hat9@mq/vhost", "A=mongodb+srv://shop:t0p%40Hat9@c.example.org/?w=majority",
            "A=jdbc:postgresql://db/shop?user=app&password=t0p-Hat9",
            "A=jdbc:sqlserver://db:1433;user=sa;password=t0p-Hat9;",
            "A=\"Server=db;Database=shop;User Id=app;Password=t0p-Hat9;\"", "A=\"host=db user=app password=t0p-Hat9\"",
            "A=app:t0p-Hat9@tcp(db:3306)/shop", "SENTRY=https://%MIX%:t0pHat9x@sentry.example.org/4",
            "A=\"Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=t0p-Hat9=\"",
            "A=https://x.example.org/?access_token=t0pHat99",
            "A=https://hooks.slack" + ".com/services/T0AB12CD3/B0AB12CD3/q7Xv2Lw9Tz4Rk8Bn1Md6Yc3H", "SIGNER=0x%HEX%",
            "WALLET_PK=%HEX%", "A=\"%PEM%\"", "A=%PEM64%", "SERVICE_JWT=%JWT%", "MODEL=sk-" + "proj-%MIX%%MIX%",
            "FORGE=ghp" + "_%MIX%", "MODEL=nv" + "api-%MIX%%MIX%", "DEVICE=tskey" + "-auth-%MIX%", "STATS_DSN=%MIX%",
            "PARTNER_PK=%MIX%", "PGPASSWORD=t0p-Hat9",
            "WORDS=\"ripple scissors kick mammal hire column oak again sun offer wealth tomorrow\"",
            "DB_PASSWORD=1O5lnQ/7x+aB3kd9=="})
    void worldReadableWhenAValueHasTheFormOfASecret(String line) throws IOException {
        assertThat(worldReadable(filled(line))).containsExactly(Codes.WORLD_READABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DATABASE_URL=postgresql://db.example.org/shop",
            "A=postgres://postgres:postgres@localhost/shop",
            "A=postgres://user:pass@db/shop", "A='postgres://app:${DB_PASSWORD}@db/shop'",
            "A=https://example.org:8443/@someone",
            "SENTRY_DSN=https://0cc0e6c35519bba620c9360cfe3e68d0@o1.ingest.sentry.example/4",
            "NEXT_PUBLIC_TOKEN=%MIX%%MIX%",
            "STRIPE_PUBLISHABLE_KEY=pk_live_%MIX%", "STRIPE_KEY=pk_live_%MIX%", "SUPABASE_ANON_KEY=%JWT%", "ANON=%JWT%",
            "GIT_COMMIT=%HEX%", "IMAGE=ghcr.io/x/y@sha256:%HEX%", "IMAGE_DIGEST=sha256:%HEX%",
            "CONTRACT_ADDRESS=0x%HEX%",
            "TENANT=0b6f3c1e-5a0d-4c1b-9f1e-2d3c4b5a6978", "AUTH_TENANT_ID=0b6f3c1e-5a0d-4c1b-9f1e-2d3c4b5a6978",
            "REDIS_PASSWORD=null", "MAIL_PASSWORD=none", "API_TOKEN=false", "TLS_KEY=/run/secrets/tls.key",
            "TLS_KEY=./certs/tls.pem",
            "RANDOM_SEED=42", "DB_PASSWORD=op://vault/db/password", "DB_PASSWORD=arn:aws:secretsmanager:eu:1:secret:db",
            "DB_PASSWORD='encrypted:BO3%MIX%'", "JWT_KEY=\"-----BEGIN PUBLIC KEY-----\\nMIIB\"",
            "SERVICE_URL=shop.default.svc.cluster.local",
            "SESSION_COOKIE=shop-session-cookie-2024",
            "A=\"test test test test test test test test test test test junk\"",
            "OIDC_SCOPES=\"openid profile email offline_access\"", "GREETING=\"the password is secret\"",
            "HOST=0.0.0.0"})
    void nothingWhenAValueIsOrdinary(String line) throws IOException {
        assertThat(worldReadable(filled(line))).isEmpty();
    }

    @Test
    void productionSecretWhenOnlyThePasswordInTheUrlIsTheSameIsFound() {
        room.environments.clear();
        room.define("staging",
                AuditRoom.inGroup("shop", file("s", "DATABASE_URL=postgres://app:t0p-Hat9x@stage/shop\n")));
        room.define("production",
                AuditRoom.inGroup("shop", file("p", "DATABASE_URL=postgres://app:t0p-Hat9x@prod/shop\n")));
        Issue issue = issue(room.audit(), "staging", Codes.NOT_DIFFERENT);
        assertThat(issue.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(issue.toString()).doesNotContain("t0p-Hat9x");
        room.define("staging",
                AuditRoom.inGroup("shop", file("s", "DATABASE_URL=postgres://app:0ther-Hat@stage/shop\n")));
        assertThat(codes(room.audit(), "staging")).isEmpty();
    }

    private EnvironmentSpec file(String name, String text) {
        return room.spec(null, List.of(SourceSpec.ofFile(room.write(name, text).toString(), false)));
    }

    @Test
    void productionSecretWhenTwoHaveADollarIsNotTheSame() {
        room.define("staging", AuditRoom.inGroup("shop", file("s", "DB_PASSWORD=longenough$one\n")));
        room.define("production", AuditRoom.inGroup("shop", file("p", "DB_PASSWORD=longenough$two\n")));
        AnalyzerResult result = room.audit();
        assertThat(codes(result, "staging")).containsExactly(Codes.MALFORMED);
        Issue issue = issue(result, "staging", Codes.MALFORMED);
        assertThat(issue.severity()).isEqualTo(Severity.LOW);
        assertThat(issue.toString()).doesNotContain("longenough", "one");
        room.define("production", AuditRoom.inGroup("shop", file("p", "DB_PASSWORD=longenough$one\n")));
        assertThat(codes(room.audit(), "staging")).contains(Codes.NOT_DIFFERENT);
    }

    @Test
    void interpolationWhenTheReaderHasNoneTakesDollarsAsTheyAre() {
        EnvironmentSpec written = file("s", "BASE=x\nDB_PASSWORD=longenough$BASE\nPORT=${BASE}\n");
        EnvironmentSpec plain = new EnvironmentSpec(null, written.sources(), null, null, null, "none", "shop", null,
                null, null);
        room.define("staging", plain);
        room.define("production",
                AuditRoom.inGroup("shop", file("p", "BASE=y\nDB_PASSWORD='longenough$BASE'\nPORT=1\n")));
        AnalyzerResult result = room.audit();
        assertThat(codes(result, "staging")).containsExactly(Codes.NOT_DIFFERENT);
        assertThat(issue(result, "staging", Codes.NOT_DIFFERENT).data().get("variables"))
                .isEqualTo(List.of("DB_PASSWORD"));
    }

    @Test
    void malformedWhenAValueHasTypographicQuotesOrWhatNobodySees() {
        room.define("a", null, "NAME=\u201cshop\u201d\nKIND=\"a\u200bb\"\nTAIL=x\u2060\n");
        Issue issue = issue(room.audit(), "a", Codes.MALFORMED);
        assertThat(issue.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(issue.data().get("variables")).isEqualTo(List.of("KIND", "NAME", "TAIL"));
        room.define("a", null,
                "NAME=\"Joe\u2019s \u201cshop\u201d\"\nFACE=\ud83d\udc68\u200d\ud83d\udc69\nFA=\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645\n");
        assertThat(codes(room.audit(), "a")).isEmpty();
    }

    @Test
    void suspectWhenProductionNamesThisMachineOrAValueIsTheNameOfAVariable() {
        String text = "API_URL=http://localhost:3000/x\nDB_HOST=127.0.0.1\nOTEL_URL=http://localhost:4318\nMODE=API_URL\n";
        room.define("production", null, text);
        Issue issue = issue(room.audit(), "production", Codes.SUSPECT);
        assertThat(issue.data().get("variables")).isEqualTo(List.of("API_URL", "DB_HOST", "MODE", "OTEL_URL"));
        assertThat(issue.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(String.valueOf(issue.data().get("findings"))).contains("has the name of the variable API_URL");
        room.define("production", null,
                "API_URL=https://localhost.example.org\nBIND=0.0.0.0\nKEY_ENV=API_URL\nMODE=OTHER_MODE\n");
        assertThat(codes(room.audit(), "production")).isEmpty();
        room.define("local", null, "API_URL=http://localhost:3000\n");
        assertThat(codes(room.audit(), "local")).isEmpty();
    }

    @Test
    void exampleWhenARealOneIsFilledInAsItsAuthorsMeanSaysNothing() throws IOException {
        String example;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("laravel.env.example"))) {
            example = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        room.write(".env.example", example);
        room.define("local", ".env.example", example.replace("APP_KEY=", "APP_KEY=base64:" + MIXED));
        assertThat(codes(room.audit(), "local")).isEmpty();
        room.define("local", ".env.example", example.replace("APP_NAME=Laravel\n", ""));
        Issue issue = issue(room.audit(), "local", Codes.MISSING);
        assertThat(issue.severity()).isEqualTo(Severity.LOW);
        assertThat(first(issue, "variable")).isEqualTo("APP_NAME");
    }

    @Test
    void requiredWhenTheExampleMarksIt() {
        room.write(".env.example", """
                # the key (required)
                A=
                B= # required
                # REQUIRED: at least 32 characters
                C=x
                # required
                D=
                E=
                # === Required ===
                F=
                G=

                H=
                # required for mail
                I=
                # not required
                J=
                # Required if K is used
                K=
                """);
        room.define("local", ".env.example", "A=\n");
        AnalyzerResult result = room.audit();
        assertThat(issue(result, "local", Codes.MISSING).data().get("variables"))
                .isEqualTo(List.of("B", "C", "D", "F", "G"));
        assertThat(issue(result, "local", Codes.MISSING).severity()).isEqualTo(Severity.HIGH);
        assertThat(issue(result, "local", Codes.EMPTY).data().get("variables")).isEqualTo(List.of("A"));
    }

    @Test
    void placeholderWhenTheExamplesSecretIsUsedIsWorseInProduction() {
        room.write(".env.example",
                "DB_PASSWORD=shopshop1\nMODEL_API_KEY=user_provided\nDATABASE_URL=postgres://a:b1c2@db/x\n");
        String text = "DB_PASSWORD=shopshop1\nMODEL_API_KEY=user_provided\nDATABASE_URL=postgres://a:b1c2@db/x\n";
        room.define("local", ".env.example", text);
        assertThat(issue(room.audit(), "local", Codes.PLACEHOLDER).severity()).isEqualTo(Severity.LOW);
        room.environments.clear();
        room.define("production", ".env.example", text);
        assertThat(issue(room.audit(), "production", Codes.PLACEHOLDER).severity()).isEqualTo(Severity.HIGH);
        assertThat(String.valueOf(issue(room.audit(), "production", Codes.PLACEHOLDER).data().get("findings")))
                .contains("DATABASE_URL").doesNotContain("shopshop1", "b1c2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DB_PASSWORD=123456", "DB_PASSWORD=postgres", "API_KEY={replace-me}",
            "SECRET_KEY=generate_a_new_key",
            "URL=postgres://shop:shop@db/shop", "URL='postgres://<USER>:<PASSWORD>@db/<DATABASE NAME>'",
            "TOKEN_SECRET=supersecret"})
    void placeholderWhenProductionHasASecretThatEverybodyTries(String line) {
        room.define("production", null, line + "\n");
        assertThat(issue(room.audit(), "production", Codes.PLACEHOLDER).severity()).isEqualTo(Severity.HIGH);
    }

    /// Of an agents' fleet's settings, with other values.
    @ParameterizedTest
    @ValueSource(strings = {"JWT_SECRET=[REMOVED_PASSPHRASE]", "JWT_SECRET=[REDACTED]", "JWT_SECRET=***REMOVED***",
            "HOT_SENDER_PK=0x1234567890abcdef1234567890abcdef1234567890abcdef1234567890abcdef",
            "API_KEY=0000000000000000000000000000000000000000",
            "ETH_RPC_URL=https://eth-mainnet.g.alchemy.com/v2/your-api-key",
            "ETH_RPC_URL=https://mainnet.infura.io/v3/YOUR_PROJECT_ID",
            "RPC_URL=https://rpc.example.org/?api-key=<key>"})
    void placeholderWhenAValueStandsInForAnother(String line) {
        room.define("production", null, line + "\n");
        assertThat(codes(room.audit(), "production")).containsExactly(Codes.PLACEHOLDER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT_SECRET=[%MIX%]", "SENDER_PK=0x%HEX%", "DB_PASSWORD=Tiger2024Tiger2024",
            "ETH_RPC_URL=https://eth-mainnet.g.alchemy.com/v2/%MIX%",
            "HELP_URL=https://help.shop.example.org/your-account",
            "ZERO_ADDRESS=0x0000000000000000000000000000000000000000", "ALPHABET=0123456789abcdefghijklmnopqrstuvwxyz",
            "API_URL=https://api.shop.example.org/v2/api", "ORIGINS=[https://a.shop.example.org]"})
    void placeholderWhenAValueIsMeantIsSilent(String line) {
        room.define("production", null, filled(line) + "\n");
        assertThat(codes(room.audit(), "production")).doesNotContain(Codes.PLACEHOLDER);
    }

    @ParameterizedTest
    @CsvSource({"htps://shop.example.org/api, true", "htpp://shop.example.org, true", "hhttps://shop.example.org, true",
            "https//shop.example.org, true", "http:/shop.example.org, true", "postgres//db/shop, true",
            "https://shop.example.org, false", "HTTP://shop.example.org, false", "postgresql:///shop, false",
            "shttp://shop.example.org, false", "https, false", "http.proxy, false"})
    void suspectWhenASchemeIsMisspelt(String value, boolean misspelt) {
        room.define("local", null, "API_BASE=" + value + "\n");
        assertThat(codes(room.audit(), "local")).isEqualTo(misspelt ? List.of(Codes.SUSPECT) : List.of());
        if (misspelt) {
            assertThat(issue(room.audit(), "local", Codes.SUSPECT).severity()).isEqualTo(Severity.MEDIUM);
        }
    }

    @Test
    void placeholderWhenItIsOfAServiceThatIsNotUsedIsLow() {
        String example = """
                APP_NAME=Shop
                SESSION_SECRET=replace_with_a_long_secret
                SECRET_KEY_BASE=your-secret-key-base
                GOOGLE_CLIENT_ID="********"
                GOOGLE_CLIENT_SECRET="********"
                GOOGLE_CALLBACK_URL=http://localhost:3000/google
                TEXTS_ACCOUNT_SID=your-account-sid
                TEXTS_AUTH_TOKEN=your-auth-token
                MAILER_SMTP_HOST=smtp.domain.com
                MAILER_SMTP_PASSWORD=pass
                DB_TEST_PASSWORD=secret
                LINES_API_KEY=your-lines-key
                # optional
                EVENTS_DB_PASSWORD=frog
                # Paging (optional)
                PAGES_API_KEY=your-pages-key
                """;
        room.write(".env.example", example);
        String mine = "SESSION_SECRET=%1$s\nSECRET_KEY_BASE=%1$s\n".formatted(MIXED);
        String used = example.replaceFirst("(?s)SESSION_SECRET.*?\\n.*?\\n", mine);
        assertThat(findings(used)).containsExactlyInAnyOrder("low GOOGLE_CLIENT_ID", "low GOOGLE_CLIENT_SECRET",
                "low GOOGLE_CALLBACK_URL", "low TEXTS_ACCOUNT_SID", "low TEXTS_AUTH_TOKEN", "low MAILER_SMTP_PASSWORD",
                "low DB_TEST_PASSWORD", "medium LINES_API_KEY", "low PAGES_API_KEY",
                "high EVENTS_DB_PASSWORD");
        assertThat(findings(used.replace("CLIENT_ID=\"********\"", "CLIENT_ID=shop-447")
                .replace("smtp.domain.com", "smtp.shop.org"))).contains("medium GOOGLE_CLIENT_SECRET",
                        "medium GOOGLE_CALLBACK_URL", "high MAILER_SMTP_PASSWORD");
        assertThat(findings(example)).contains("high SESSION_SECRET", "high SECRET_KEY_BASE");
    }

    /// @return the findings about an environment of production
    private List<String> findings(String text) {
        room.define("production", ".env.example", text);
        return room.audit().issues().stream()
                .flatMap(issue -> ((List<?>) Objects.requireNonNull(issue.data().get("findings"))).stream())
                .map(finding -> (Map<?, ?>) finding)
                .map(finding -> finding.get("severity") + " " + finding.get("variable")).toList();
    }

    @ParameterizedTest
    @CsvSource({"DB_PASSWORD, true", "PGPASSWORD, true", "dbPassword2, true", "SECRET_KEY_BASE, true",
            "API_KEYS, true",
            "SIGNING_SECRETS, true", "RANDOM_SEED, true", "HASH_SALT, true", "TOKEN_OLD, true",
            "ENCRYPTION_KEY_B64, true", "KEY_BASE64, true",
            "PUBLIC_AWS_SECRET_ACCESS_KEY, true", "TOKEN_VALIDITY, false", "MAX_TOKENS, false", "SESSION_COOKIE, false",
            "VUE_APP_API_KEY, false", "STRIPE_PUBLISHABLE_KEY, false", "_, false"})
    void variableWhenItsNameEndsWithASecretHoldsOne(String name, boolean secret) {
        assertThat(SecretNames.ofVariable(name)).isEqualTo(secret);
    }

    @Test
    void credentialWhenItHasOddCharactersIsCutWhereTheHostBegins() {
        SecretText value = new SecretText("postgres://u:p@s:s@host/x".toCharArray());
        SecretValues.Part part = Objects.requireNonNull(SecretValues.credential(value.view()));
        assertThat(value.part(part.from(), part.to()).view().chars().mapToObj(c -> String.valueOf((char) c)).toList())
                .isEqualTo(List.of("p", "@", "s", ":", "s"));
    }
}
