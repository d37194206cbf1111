package ink.dreamnet.halo.support;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

import ink.dreamnet.halo.core.secret.Planted;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/// The scan for secrets finds what it has to, and nothing is left of the whole run that it found: this class is the last.
@Isolated
@Order(Integer.MAX_VALUE)
class SecretScanTest {

    @Test
    void logWhenALineHasASecretThatIsNotMaskedIsFound() {
        assertThat(SecretScan.noted()).as("since the last class of tests").isEmpty();
        LoggerFactory.getLogger("ink.dreamnet.halo.any").info("the word is open-s3cret-sesame");
        assertThat(SecretScan.noted()).singleElement().asString().contains("the log: ", "open-s3cret-sesame");
    }

    @Test
    void textWhenItHasWhatLooksLikeASecretIsFound() {
        String header = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"none\"}".getBytes(
                StandardCharsets.UTF_8));
        for (String secret : new String[]{"halo_" + Planted.base64Url(43), Planted.gitHub(),
                "whsec_" + Planted.base62(32), header + "." + header + ".c2lnbmVk"}) {
            assertThat(SecretScan.in("{\"any\":\"" + secret + "\"}")).contains(secret);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"halo_triggers_cycles_of_each_trigger_seconds_bucket_total", "halo_Zt4q1x",
            "eyJhbGciOiJub25lIn0",
            "ghp_ is what they begin with", ""})
    void textWhenItHasNoSecretIsFine(String text) {
        assertThat(SecretScan.in(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void columnsOfTextAndBytesWithASecretAreFound(boolean h2) {
        JdbcTemplate jdbc = new JdbcTemplate(h2
                ? new DriverManagerDataSource(TestDatabase.newH2Url())
                : new DriverManagerDataSource(TestDatabase.emptyPostgresUrl(), "postgres", ""));
        jdbc.execute("create table any_table (id integer, note varchar(80), data %s)".formatted(h2 ? "blob" : "bytea"));
        jdbc.update("insert into any_table values (1, 'fine', ?)",
                "see s3cret \u0000".getBytes(StandardCharsets.UTF_8));
        jdbc.update("insert into any_table values (2, 'a s3cret-word', null)");
        Map<String, String> searches = SecretColumns.searches(jdbc, h2);
        assertThat(SecretColumns.in(jdbc, searches)).containsOnlyKeys("any_table.data", "any_table.note");
        jdbc.update("update any_table set note = 'halo_short', data = null");
        assertThat(SecretColumns.in(jdbc, searches)).isEmpty();
    }
}
