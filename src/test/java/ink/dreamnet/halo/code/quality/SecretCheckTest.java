package ink.dreamnet.halo.code.quality;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.secret.CheckDigits;
import ink.dreamnet.halo.core.secret.Planted;
import ink.dreamnet.halo.core.secret.SecretScanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class SecretCheckTest {

    /// @param prefix what the message may show of it
    record Case(String kind, String prefix, Severity severity, String before, String secret, String after) {

        @Override
        public String toString() {
            return kind;
        }
    }

    private static List<Finding> check(String path, String text) {
        return Checked.of(new SecretCheck(), path, text).findings();
    }

    private static Case critical(String kind, String prefix, String rest) {
        return new Case(kind, prefix, Severity.CRITICAL, "token = \"", prefix + rest, "\"\n");
    }

    private static String hex(int length) {
        return Planted.random("0123456789abcdef", length);
    }

    private static String uuid() {
        return hex(32).replaceFirst("(.{8})(.{4})(.{4})(.{4})", "$1-$2-$3-$4-");
    }

    private static String upper(int length) {
        return Planted.random("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", length);
    }

    private static String digits(int length) {
        return Planted.random("3579284617", length);
    }

    private static String gitLabRoutable() {
        String payload = Planted.base64Url(32);
        String token = "glp" + "at-" + payload + ".01.0w";
        String crc = Long.toString(CheckDigits.crc(token), 36);
        return token + "0".repeat(7 - crc.length()) + crc;
    }

    static Stream<Case> secrets() {
        String key = Planted.privateKeyBody();
        String openSsh = Base64.getMimeEncoder(70, new byte[]{'\n'}).encodeToString(
                ("openssh-key-v1\0\0\0\0\4none" + "x".repeat(200)).getBytes(StandardCharsets.US_ASCII));
        String awsId = "AK" + "IA" + upper(16);
        return Stream.of(critical("a GitHub token", "ghp_", Planted.checked("")),
                critical("a GitHub token", "ghs_", Planted.checked("")),
                critical("an npm access token", "npm_", Planted.checked("")),
                critical("a fine-grained GitHub token", "github_pat_", Planted.base62(22) + "_" + Planted.base62(59)),
                critical("a GitLab access token", "glpat-", Planted.base62(19) + "7"),
                critical("a GitLab access token", "glpat-", gitLabRoutable().substring(6)),
                critical("a Slack token", "xoxb-", digits(12) + "-" + digits(13) + "-" + Planted.base62(24)),
                new Case("a Slack webhook", "hooks.slack.com/services/", Severity.HIGH, "https://",
                        "hooks.slack.com" + "/services/T" + upper(9) + "/B" + upper(9) + "/" + Planted.base62(24),
                        "\n"),
                critical("a live Stripe secret key", "sk_live_", Planted.base62(24)),
                critical("a live Stripe restricted key", "rk_live_", Planted.base62(99)),
                new Case("a Google API key", "AIza", Severity.HIGH, "key=", "AI" + "za" + Planted.base64Url(35), "\n"),
                critical("an OpenAI API key", "sk-",
                        "proj-" + Planted.base62(40) + "T3Blbk" + "FJ" + Planted.base62(40)),
                critical("an Anthropic API key", "sk-ant-api03-", Planted.base64Url(93) + "AA"),
                critical("a SendGrid API key", "SG.", Planted.base62(22) + "." + Planted.base62(43)),
                new Case("a Twilio API key with its secret", "SK", Severity.HIGH, "twilio_sid: ",
                        "S" + "K" + hex(32) + "\nsecret: " + Planted.base62(32), "\n"),
                critical("a PyPI token", "pypi-AgEIcHlwaS5vcmc", Planted.base64Url(130)),
                critical("a Docker Hub token", "dckr_pat_", Planted.base64Url(27)),
                critical("a HashiCorp Vault token", "hvs.", Planted.base64Url(95)),
                critical("a DigitalOcean token", "dop_v1_", hex(64)),
                new Case("a Telegram bot token", "", Severity.HIGH, "telegram: ",
                        digits(10) + ":A" + "A" + Planted.base64Url(33), "\n"),
                critical("an Azure storage account key", "AccountKey=", Planted.random(
                        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/", 86) + "=="),
                new Case("an AWS access key with its secret", "AKIA", Severity.CRITICAL, "id = ",
                        awsId + "\nsecret = " + "/" + Planted.random("ABCDEFGHIJKLMNOPabcdefghijklmnop0123456789+", 39),
                        "\n"),
                new Case("a private key", "", Severity.CRITICAL, "", Planted.armour("PRIVATE KEY", key).strip(), "\n"),
                new Case("a private key", "", Severity.CRITICAL, "key = \"",
                        Planted.armour("PRIVATE KEY", key).strip().replace("\n", "\\n"), "\";\n"),
                new Case("a private key", "", Severity.CRITICAL, "key = \"",
                        Planted.armour("PRIVATE KEY", key).strip().replace("\n", "\\n\" +\n      \""), "\";\n"),
                new Case("an OpenSSH private key", "", Severity.CRITICAL, "",
                        Planted.armour("OPENSSH PRIVATE KEY", openSsh).strip(), "\n"));
    }

    static Stream<Case> ofPlatforms() {
        String url = "url = \"https://";
        return Stream.of(
                critical("a Google refresh token", "1//0",
                        Planted.base62(10) + "CgYIARAAGA" + Planted.base64Url(76) + "Z"),
                new Case("a Google access token", "ya29.", Severity.LOW, "t = '",
                        "ya" + "29.a0" + Planted.base64Url(180) + "Z", "'\n"),
                new Case("a Google access token", "ya29.", Severity.LOW, "t = '",
                        "ya" + "29.c.b0A" + Planted.base64Url(180) + "Z", "'\n"),
                critical("a Google OAuth client secret", "GOCSPX-", Planted.base62(28)),
                critical("a Vercel API key", "vck_", Planted.base62(56)),
                critical("a Vercel access token", "vcp_", Planted.base62(56)),
                critical("a Cloudflare API token", "cfut_", Planted.base62(40) + hex(8)),
                critical("a Fly.io token", "fo1_", Planted.base62(43)),
                critical("a Fly.io token", "fm2_", Planted.base62(160)),
                critical("a Netlify access token", "nfp_", Planted.base62(36)),
                critical("a Render API key", "rnd_", Planted.base62(28)),
                critical("a PlanetScale password", "pscale_pw_", Planted.base62(43)),
                critical("a Doppler token", "dp.pt.", Planted.base62(43)),
                critical("a 1Password service account token", "ops_eyJ", Planted.base62(300)),
                critical("a Postman API key", "PMAK-", hex(24) + "-" + hex(34)),
                critical("a Neon password", "npg_", Planted.base62(11) + "7aQ"),
                critical("a Resend API key", "re_", Planted.base62(8) + "_" + Planted.base62(24)),
                critical("a Slack app token", "xapp-", "1-A" + upper(9) + "-" + digits(13) + "-" + hex(64)),
                critical("a PostHog personal key", "phx_", Planted.base62(43)),
                critical("an Amazon Bedrock API key", "ABSKQmVkcm9ja0FQSUtleS", Planted.base62(110) + "="),
                critical("an Azure AI key", "", Planted.base62(52) + "JQQJ" + "99" + Planted.base62(26)),
                critical("an E2B API key", "e2b_", hex(40)),
                critical("an Apify token", "apify_api_", Planted.base62(36)),
                critical("a Langfuse secret key", "sk-lf-",
                        uuid()),
                new Case("a Twilio account with its token", "AC", Severity.HIGH, "twilio_sid: ",
                        "A" + "C" + hex(32) + "\nsecret: " + hex(32), "\n"),
                new Case("an Alchemy address with its key", "g.alchemy.com/v2/", Severity.LOW, url + "eth-mainnet.",
                        "g.alchemy" + ".com/v2/" + Planted.base62(32), "\"\n"),
                new Case("an Infura address with its key", "infura.io/v3/", Severity.LOW, url + "mainnet.",
                        "infura" + ".io/v3/" + hex(32), "\"\n"),
                new Case("a QuickNode address with its key", ".quiknode.pro/", Severity.LOW, url + "late-dew",
                        ".quiknode" + ".pro/" + hex(40), "/\"\n"),
                new Case("a Helius address with its key", "helius-rpc.com/?api-key=", Severity.LOW, url + "mainnet.",
                        "helius-rpc" + ".com/?api-key=" + uuid(),
                        "\"\n"));
    }

    @ParameterizedTest
    @MethodSource("ofPlatforms")
    void checkWhenAPlatformsSecretIsCommittedSaysItsKindAndNeverItself(Case planted) {
        checkWhenASecretIsCommittedSaysItsKindAndNeverItself(planted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"see https://example.net/1//0", "1//0your-refresh-token-here", "ya29.access",
            "ya29.<token>",
            "GOCSPX-your-client-secret-goes-here", "GOCSPX-xxxxxxxxxxxxxxxxxxxxxxxxxxxx", "vck_your_key",
            "npg_configuration",
            "npg_init_1234567", "re_match_all_groups_of_the_expression_here",
            "https://mainnet.infura.io/v3/YOUR_PROJECT_ID",
            "https://eth-mainnet.g.alchemy.com/v2/your-api-key", "https://eth-mainnet.g.alchemy.com/v2/demo",
            "https://eth-mainnet.alchemyapi.io/v2/_gg7wSSi0KMBsdKnGVfHDueq6xMB9EkC",
            "https://mainnet.infura.io/v3/84842078b09946638c03157f83405213", "fm2_message",
            "rnd_number_between_one_and_a_thousand",
            "twilio: ACCOUNT", "e2b_0000000000000000000000000000000000000000"})
    void checkWhenItOnlyBeginsAsAPlatformsSecretIsSilent(String text) {
        assertThat(check("src/config.ts", "a = \"" + text + "\"\n")).isEmpty();
    }

    @Test
    void checkWhenSettingsHaveAnIdAndItsSecretIsOneFinding() {
        String text = "TWILIO_SID=A" + "C" + hex(32) + "\nTWILIO_FROM=+1\nTWILIO_AUTH_TOKEN=" + hex(32) + "\n";
        assertThat(check(".env", text)).singleElement().extracting(Finding::message).asString().contains("account");
    }

    /// As Google's libraries write them for an agent.
    @Test
    void checkWhenAnAgentsTokensAreCommittedFindsTheOneThatLasts() {
        String text = """
                {
                  "access_token": "%s",
                  "refresh_token": "%s",
                  "scope": "openid https://www.googleapis.com/auth/gmail.modify",
                  "token_type": "Bearer",
                  "refresh_token_expires_in": 604799
                }
                """.formatted("ya" + "29.a0" + Planted.base64Url(200) + "Z", "1/" + "/0" + Planted.base62(90));
        assertThat(check(".google-tokens.json", text)).extracting(Finding::line, Finding::severity)
                .containsExactly(tuple(2, Severity.LOW), tuple(3, Severity.CRITICAL));
        String client = "{\"%s\": {\"client_id\": \"1.apps.googleusercontent.com\", \"client_secret\": \"GOC" + "SPX-"
                + Planted.base62(28) + "\"}}\n";
        assertThat(check("credentials.json", client.formatted("web"))).extracting(Finding::severity)
                .containsExactly(Severity.CRITICAL);
        assertThat(check("credentials.json", client.formatted("installed"))).extracting(Finding::severity)
                .containsExactly(Severity.LOW);
    }

    @ParameterizedTest
    @CsvSource({"src/browser.cpp, LOW", "src/geocode.py, HIGH"})
    void checkWhenAProgramShipsItsGoogleKeyIsLow(String path, Severity severity) {
        assertThat(check(path, "key = \"AI" + "za" + Planted.base64Url(35) + "\"\n")).extracting(Finding::severity)
                .containsExactly(severity);
    }

    @ParameterizedTest
    @CsvSource({"README.md, LOW", "lib/usage.rst, LOW", "deploy/readme.pem, HIGH"})
    void checkWhenAPageShowsAPrivateKeyIsLow(String path, Severity atLeast) {
        assertThat(check(path, Planted.armour("PRIVATE KEY", Planted.privateKeyBody()))).singleElement()
                .extracting(Finding::severity).satisfies(severity -> assertThat(severity == Severity.LOW)
                        .isEqualTo(atLeast == Severity.LOW));
        assertThat(check(path, Planted.gitHub())).as("a token that proves itself").singleElement()
                .extracting(Finding::severity).isEqualTo(Severity.CRITICAL);
    }

    @ParameterizedTest
    @CsvSource({"locales/sr/shop.json, LOW", "src/i18n/store.py, HIGH", "src/shop.cpp, HIGH"})
    void checkWhenATranslatorWroteAnAddressIsLow(String path, Severity severity) {
        assertThat(check(path, "msgstr \"protokol://korisnik:loz" + "inka@www.primer.org\"\n"))
                .extracting(Finding::severity).containsExactly(severity);
    }

    @ParameterizedTest
    @ValueSource(strings = {"po/sr/shop.po", "src/i18n/translate.json"})
    void checkWhenATranslatorCommitsAKeyIsAsElsewhere(String path) {
        assertThat(check(path, "key = \"AI" + "za" + Planted.base64Url(35) + "\"\n")).extracting(Finding::severity)
                .containsExactly(Severity.HIGH);
    }

    @Test
    void checkWhenAFileHasManySecretsAndALongPathEnds() {
        String path = "po/".repeat(1300) + "hosts.cfg";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("https://ann:kX9").append("dm2Lq").append(i * 7919L).append("@h.example-shop.net/\n");
        }
        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> check(path, text.toString())))
                .hasSizeGreaterThan(100);
    }

    /// Of an agents' fleet's settings, with other values: the whole file stands there twice.
    @Test
    void checkWhenASecretStandsInAFileSeveralTimesIsOneFindingThatNamesTheLines() {
        String password = "npg" + "_" + Planted.base62(12);
        String model = "gsk" + "_" + Planted.base62(52);
        String session = Planted.base62(40);
        String block = "DATABASE_URL=postgresql://app:%1$s@db.shop.net/a\nPGPASSWORD=%1$s\nMODEL_KEY=%2$s\nA_SECRET=%3$s\n"
                .formatted(password, model, session);
        List<Finding> findings = check(".env.cloud", block + block + "B_SECRET=" + session + "\nC_SECRET="
                + session.substring(0, 32) + "\nD_SECRET=" + session.substring(0, 10) + Planted.base62(20) + "\n");
        assertThat(findings).extracting(Finding::line, Finding::severity).containsExactlyInAnyOrder(
                tuple(1, Severity.CRITICAL), tuple(3, Severity.CRITICAL), tuple(4, Severity.HIGH),
                tuple(11, Severity.HIGH));
        assertThat(findings).extracting(Finding::message).anySatisfy(message -> assertThat(message)
                .startsWith("has a password in an address").endsWith("; also in lines 2, 5, 6"))
                .anySatisfy(message -> assertThat(message).endsWith("; also in line 7"))
                .anySatisfy(message -> assertThat(message).startsWith("has a value for A_SECRET").endsWith(
                        "; also in lines 8, 9, 10"));
    }

    /// Where they are committed to be used, everyone may use up what they allow; elsewhere they are part of examples.
    @ParameterizedTest
    @ValueSource(strings = {"STRIPE_SECRET_KEY=sk_" + "test_", "A_TOKEN=rk_" + "test_", "CIRCLE_API_KEY=TEST_API_KEY:"})
    void checkWhenAKeyIsOfATestModeIsLowInSettings(String before) {
        String secret = before + Planted.base62(40);
        assertThat(check(".env.cloud", secret + "\n")).singleElement().satisfies(found -> {
            assertThat(found.severity()).isEqualTo(Severity.LOW);
            assertThat(found.message()).startsWith("has a key of a test mode for ");
        });
        assertThat(check("src/pay.ts", "pay('" + secret + "')")).isEmpty();
        assertThat(check(".env.cloud", secret.replaceFirst("(?i)_test_|TEST_", "_live_") + "\n")).extracting(
                Finding::severity).containsExactly(before.contains("k_") ? Severity.CRITICAL : Severity.HIGH);
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void checkWhenASecretIsCommittedSaysItsKindAndNeverItself(Case planted) {
        String text = "first line\n\n" + planted.before() + planted.secret() + planted.after() + "last line\n";
        assertThat(check("src/config.rb", text)).singleElement().satisfies(found -> {
            assertThat(found.code()).isEqualTo("repo.secret");
            assertThat(found.severity()).isEqualTo(planted.severity());
            assertThat(found.line()).isEqualTo(3);
            assertThat(found.message()).startsWith("has " + planted.kind()).doesNotContain("…, 0 ");
            assertNothingLeaks(planted, found.message());
        });
        assertNothingLeaks(planted, SecretScanner.shown().mask(text));
        assertThat(SecretScanner.shown().mask(text)).startsWith("first line\n\n" + planted.before() + "[masked: ")
                .endsWith(
                        planted.after() + "last line\n");
    }

    /// No six characters in a row of what lies behind the public prefix. (A secret may be two values with a name between.)
    private static void assertNothingLeaks(Case planted, String said) {
        String rest = planted.secret().substring(planted.prefix().length()).replaceAll(
                "-----(BEGIN|END)[A-Z ]+-----|\nsecret[ =:]+", "\0\0\0\0\0\0");
        for (int i = 0; i + 6 <= rest.length(); i++) {
            if (rest.substring(i, i + 6).chars().allMatch(c -> c > ' ')) {
                assertThat(said).doesNotContain(rest.substring(i, i + 6));
            }
        }
    }

    static Stream<String> examples() {
        String key = Planted.privateKeyBody();
        String valid = Planted.gitHub();
        char last = valid.charAt(valid.length() - 1);
        return Stream.of("aws_access_key_id = AKIAIOSFODNN7" + "EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/"
                + "bPxRfiCYEXAMPLEKEY", "id = AK" + "IA" + upper(16) + " # no secret near",
                valid.substring(0, valid.length() - 1) + (last == 'x' ? 'y' : 'x'), "gh" + "p_" + "x".repeat(36),
                "gh" + "p_" + Planted.base62(36), "np" + "m_" + Planted.base62(36),
                "github" + "_pat_" + "X".repeat(22) + "_" + "X".repeat(59), "glp" + "at-" + "x".repeat(20),
                "glp" + "at-ABCDEFGHIJKLMNOPQRST", gitLabRoutable().replace(".01.", ".01.1"),
                "xoxb-" + "0".repeat(12) + "-" + "0".repeat(12) + "-" + Planted.base62(24),
                "xoxb-your-token-here", "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
                "sk_live_" + "your_key_here_1234567890abcd", "sk_test_" + Planted.base62(24),
                "AI" + "zaSyXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX", "SG.x.y", "sk-" + "x".repeat(48),
                "S" + "K" + hex(32), "const task = 'hvs.client.read'",
                "telegram: 110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", "AccountName=devstoreaccount1;AccountKey="
                        + "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
                Planted.armour("PRIVATE KEY", "..."),
                Planted.armour("PRIVATE KEY", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n..."),
                Planted.armour("PRIVATE KEY", key.substring(0, 300)), Planted.armour("PUBLIC KEY", key),
                Planted.armour("CERTIFICATE", key), Planted.armour("PRIVATE KEY", key).replace("-----END", "----- END"),
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0." + Planted.base64Url(43), "my_gh" + valid.substring(2));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void checkWhenItIsAnExampleIsSilent(String text) {
        assertThat(check("src/config.rb", "first\n" + text + "\nlast\n")).isEmpty();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String webToken(String claims) {
        return base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64(claims) + "." + Planted.base64Url(43);
    }

    /// The words of a mnemonic whose checksum holds, put together so that none stands in this file.
    private static String mnemonic(String last) {
        return String.join(" ", "fuel", "amateur", "lunch", "ribbon", "stereo", "marble", "cage", "fossil", "lounge",
                "burden", "advice", last);
    }

    private static String mnemonicThatHolds() {
        return Stream
                .of("zebra", "zero", "zone", "zoo", "youth", "young", "you", "yellow", "year", "yard", "write", "wrong",
                        "wrist", "wrestle", "wrap", "worth", "world", "work", "word", "wool", "wood", "wonder", "woman",
                        "wolf",
                        "wisdom", "wire", "wink", "wing", "wine", "window", "win", "wild", "width", "wife", "wide",
                        "where", "what",
                        "whale", "west", "welcome", "weird", "wedding", "weather", "weapon", "wear", "web")
                .map(SecretCheckTest::mnemonic).filter(text -> !check("wallet.txt", "phrase: " + text).isEmpty())
                .findFirst().orElseThrow();
    }

    static Stream<Arguments> ofTheFleet() {
        String key = hex(64);
        String password = "kd7wq9zt4" + "mxv2nb6h3c";
        String supabase = "{\"iss\":\"supabase\",\"role\":\"service_role\",\"iat\":1700000000,\"exp\":2015360000}";
        return Stream.of(
                arguments("src/bot.ts", base64("123456789012345678") + "." + Planted.base64Url(6) + "."
                        + Planted.base64Url(38), Severity.CRITICAL),
                arguments("hardhat.config.ts", "accounts: [\n  \"0x" + key + "\"]", Severity.CRITICAL),
                arguments("src/a.py", "PRIVATE_KEY = '" + key + "'", Severity.CRITICAL),
                arguments("src/a.ts", "new ethers.Wallet(\"0x" + key + "\")", Severity.CRITICAL),
                arguments("wallet.txt", mnemonicThatHolds(), Severity.CRITICAL),
                arguments("src/ai.ts", "gsk" + "_" + Planted.base62(52), Severity.CRITICAL),
                arguments("src/ai.ts", "sk-or" + "-v1-" + hex(64), Severity.CRITICAL),
                arguments("src/ai.ts", "hf" + "_" + Planted.random("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP", 34),
                        Severity.CRITICAL),
                arguments("src/db.ts", webToken(supabase), Severity.CRITICAL),
                arguments("src/a.ts", webToken("{\"sub\":\"u1\",\"iat\":1700000000,\"exp\":1800000000}"),
                        Severity.HIGH),
                arguments("src/db.ts", "postgresql://app:" + password + "@db.shop.net:5432/app", Severity.CRITICAL),
                arguments("compose.yml", "postgresql://app:" + password + "@db:5432/app", Severity.LOW),
                arguments(".env", "A=1\nSESSION_SECRET=" + password + "\n", Severity.HIGH),
                arguments(".env", "HOT_SENDER_PK=0x" + key.replace("1234567", "1734265") + "\n", Severity.CRITICAL),
                arguments(".env", "DB_PASSWORD=Hanne1234567Tiger\n", Severity.HIGH),
                arguments(".env", "STATS_DSN=" + Planted.base62(32) + "\n", Severity.HIGH),
                arguments("deploy/s.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  pin: "
                        + password + "\n", Severity.HIGH),
                arguments("deploy/s.yaml", "apiVersion: v1\nkind: Secret\nstringData:\n  pin: zalando\n", Severity.LOW),
                arguments(".kube/config", "apiVersion: v1\nkind: Config\nusers:\n- name: a\n  user:\n    token: "
                        + password + "\n", Severity.CRITICAL));
    }

    @ParameterizedTest
    @MethodSource("ofTheFleet")
    void checkWhenTheFleetsSecretsAreCommittedFindsThem(String path, String text, Severity severity) {
        assertThat(check(path, text)).singleElement().satisfies(found -> {
            assertThat(found.severity()).isEqualTo(severity);
            assertThat(found.message()).doesNotContain(text.substring(Math.max(0, text.length() - 10)).strip());
        });
        byte[] windows = ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE);
        assertThat(Checked.of(new SecretCheck(), path, windows).findings()).hasSameSizeAs(check(path, text));
    }

    static Stream<Arguments> twins() {
        String key = hex(64);
        String supabase = "{\"iss\":\"supabase\",\"role\":\"anon\",\"iat\":1700000000,\"exp\":2015360000}";
        return Stream.of(arguments("src/bot.ts", base64("not a number at all") + "." + Planted.base64Url(6) + "."
                + Planted.base64Url(38)),
                arguments("src/a.py", "SHA256 = '" + key + "'\nTX_HASH = '0x" + key + "'"),
                arguments("src/a.py", "PRIVATE_KEY=\nHASH=" + key),
                arguments("src/a.ts", "PRIVATE_KEY=0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"),
                arguments("words.txt", mnemonic("advice advice advice zoo zoo")),
                arguments("wallet.txt", "abandon ".repeat(11) + "about"),
                arguments("src/db.ts", webToken(supabase)),
                arguments("src/a.ts", webToken("{\"iat\":1700000000,\"exp\":1700003600}")),
                arguments("src/db.ts", "postgresql://app:${PASSWORD}@db.shop.net:5432/app"),
                arguments("README.md", "postgres://user:password@db.shop.net/app, redis://u:<pw>@h.shop.net"),
                arguments("README.md", "https://user:Zx81kk29aa3@proxy.example.com"),
                arguments(".env", "PORT=3000\nAPI_KEY=\nSESSION_SECRET=changeme\nNEXT_PUBLIC_API_KEY=k3jhg45kjh34g5kj"),
                arguments("include/env/ti/ti_armv7_keystone2.env", "addr_secdb_key=0xc000000\n"),
                arguments(".env",
                        "TOKEN_VALIDITY=604800000\nSHOP_PK=replace_with_your_key\nA_KEY=./certs/a.pem\nB_PASS=123456"),
                arguments(".env", "HOT_SENDER_PK=0x" + "1234567890abcdef".repeat(4)),
                arguments("src/a.ts", "PRIVATE_KEY=0x" + "1f2e3d4c".repeat(8)),
                arguments(".env", "API_KEY=0x" + "1234567890abcdef".repeat(4) + "\nA_TOKEN=" + "fedcba9876543210"
                        + "\nB_SECRET=" + "0".repeat(32) + "\nC_KEY=" + "cafe2024".repeat(4)),
                arguments(".env", "A_SECRET=[REMOVED_PASSPHRASE]\nB_TOKEN=***REMOVED***\nC_TOKEN=[REDACTED]"),
                arguments(".env.example", "SESSION_SECRET=k3jhg45kjh34g5kj34hg5"),
                arguments("deploy/s.yaml", "apiVersion: v1\nkind: Secret\nstringData:\n  pin: \"\"\n  a: ${PIN}\n"),
                arguments(".kube/config",
                        "apiVersion: v1\nkind: Config\nusers:\n- name: a\n  user: {exec: {command: a}}\n"));
    }

    @ParameterizedTest
    @MethodSource("twins")
    void checkWhenItOnlyLooksSoIsSilent(String path, String text) {
        assertThat(check(path, text)).isEmpty();
    }

    @Test
    void checkDigitsAreThoseThatGitHubPublished() {
        // https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
        assertThat(CheckDigits.holdInBase62("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ" + "0mLq17")).isTrue();
        assertThat(CheckDigits.holdInBase62("zQWBuTSOoRi4A9spHcVY5ncnsDkxkK" + "0mLq17")).isFalse();
        assertThat(CheckDigits.base62(0)).isEqualTo("000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sign/TestRoot.pem", "Sign/myTestKey.pem", "keys/dev.key", "keys/benchmark-ca-key.pem"})
    void checkWhenAKeysNameSaysThatItIsForTestsIsLow(String path) {
        String key = Planted.armour("PRIVATE KEY", Planted.privateKeyBody());
        assertThat(check(path, key)).extracting(Finding::severity).containsExactly(Severity.LOW);
        assertThat(check("keys/device.key", key)).extracting(Finding::severity).containsExactly(Severity.CRITICAL);
    }

    @Test
    void checkWhenAKeyIsEncryptedIsLow() {
        String body = Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(new byte[600]);
        String legacy = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n" + body;
        assertThat(check("deploy/key", Planted.armour("RSA PRIVATE KEY", legacy))).singleElement().satisfies(found -> {
            assertThat(found.severity()).isEqualTo(Severity.LOW);
            assertThat(found.message()).startsWith("has an RSA private key with a passphrase, ")
                    .endsWith(", of no use without its passphrase");
        });
        assertThat(check("deploy/key", Planted.armour("ENCRYPTED PRIVATE KEY", body))).singleElement().extracting(
                Finding::severity).isEqualTo(Severity.LOW);
    }

    @Test
    void checkWhenATranslationShowsAnAddressIsSilent() {
        String text = "protokol://uzivatel:heslo-uzivatele@www.kde.org";
        assertThat(check("po/cs/kio5.po", "msgstr \"" + text + "\"")).isEmpty();
        assertThat(check("ui/app_cs.ts", "<!DOCTYPE TS>\n<translation>" + text + "</translation>")).isEmpty();
        assertThat(check("ui/messages_cs.properties", "example=" + text)).isEmpty();
        assertThat(check("ui/app_cs.ts", "open('" + text + "')")).hasSize(1);
        assertThat(check("ui/messages.properties", "example=" + text)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"test/keys/a.pem", "src/test/resources/a.pem", "pkg/testdata/a.pem", "examples/tls/a.pem",
            "node_modules/x/a.pem"})
    void checkWhenAKeyIsOfATestIsLow(String path) {
        assertThat(check(path, Planted.armour("PRIVATE KEY", Planted.privateKeyBody()))).singleElement().extracting(
                Finding::severity).isEqualTo(Severity.LOW);
        assertThat(check(path, Planted.gitHub())).singleElement().extracting(Finding::severity).isEqualTo(
                Severity.CRITICAL);
    }

    @Test
    void checkWhenItStandsAsAnExampleOfAnApiIsLow() {
        String key = Planted.armour("PRIVATE KEY", Planted.privateKeyBody()).replace("\n", "\\n");
        assertThat(check("api/spec.json", "{\"openapi\": \"3.1.0\", \"x\": \"" + key + "\"}")).singleElement()
                .extracting(
                        Finding::severity)
                .isEqualTo(Severity.LOW);
        assertThat(check("docs/key.md", "For example:\n\n" + key)).singleElement().extracting(Finding::severity)
                .isEqualTo(Severity.LOW);
        assertThat(check("conf.json", "{\"url\": \"https://example.com\", \"x\": \"" + key + "\"}")).singleElement()
                .extracting(Finding::severity).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void checkWhenAKeyOfAwsEndsWithItsSessionIsLow() {
        String secret = "\nsecret = " + "/" + Planted.random("ABCDEFGHIJKLMNOPabcdefghijklmnop0123456789+", 39) + "\n";
        assertThat(check("src/a.rb", "id = AS" + "IA" + upper(16) + secret)).extracting(Finding::severity)
                .containsExactly(Severity.LOW);
    }

    @Test
    void checkWhenAGoogleKeyIsFirebasesIsLow() {
        String text = "{ apiKey: '%s', authDomain: 'x.firebaseapp.com' }"
                .formatted("AI" + "za" + Planted.base64Url(35));
        assertThat(check("src/app.js", text)).singleElement().extracting(Finding::severity).isEqualTo(Severity.LOW);
    }

    @Test
    void checkWhenTheFileIsLatin1ReadsItAndWhenItIsBinaryNot() {
        byte[] latin = ("# Schlüssel\n" + Planted.gitHub()).getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Checked.of(new SecretCheck(), "a.ini", latin).findings()).singleElement().extracting(Finding::line)
                .isEqualTo(2);
        assertThat(check("a.bin", "\0\0" + Planted.gitHub())).isEmpty();
    }

    @Test
    void maskWhenOnlyHalfOfAPrivateKeyIsThereBlanksIt() {
        String armour = Planted.armour("PRIVATE KEY", Planted.privateKeyBody());
        String half = armour.substring(300);
        assertThat(SecretScanner.shown().mask(half + "then\n" + armour.substring(0, 300))).isEqualTo(
                "[masked: the end of a private key]-----\nthen\n[masked: the beginning of a private key]");
        assertThat(SecretScanner.shown().maskFrom("a\n" + armour + "b\n", 200))
                .isEqualTo("[masked: a private key]\nb\n");
        assertThat(SecretScanner.shown().mask("nothing here -----END of file")).isEqualTo(
                "nothing here -----END of file");
    }
}
