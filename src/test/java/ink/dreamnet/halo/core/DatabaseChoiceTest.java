package ink.dreamnet.halo.core;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class DatabaseChoiceTest {

    private final MockEnvironment environment = new MockEnvironment();

    private void check(String url) {
        DatabaseChoice.check(environment.withProperty("spring.datasource.url", url));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:async:./data/halo", "jdbc:h2:split:20:async:/srv/halo;WRITE_DELAY=0",
            "jdbc:h2:mem:x", "jdbc:h2:tcp://db/halo", "jdbc:postgresql://db/halo", "jdbc:otel:postgresql://db/halo"})
    void checkWhenHaloWorksWithItLetsItPass(String url) {
        assertThatCode(() -> check(url)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "jdbc:mysql://db/halo", "postgresql://db/halo",
            "jdbc:mysql://db/halo?password=hunter22", "jdbc:oracle:thin:halo/hunter22@db:1521:halo"})
    void checkWhenItIsAnotherDatabaseSaysWhichThereAre(String url) {
        assertThatThrownBy(() -> check(url)).isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("spring.datasource.url (SPRING_DATASOURCE_URL) is '")
                .hasMessageContaining(url.replaceFirst("hunter22.*", "")).hasMessageNotContaining("hunter22");
    }

    @ParameterizedTest
    @CsvSource({"jdbc:h2:file:/srv/halo;A=B,jdbc:h2:async:/srv/halo;A=B",
            "jdbc:h2:split:20:nio:/srv/halo,jdbc:h2:split:20:async:/srv/halo",
            "jdbc:h2:split:20:/srv/halo,jdbc:h2:split:20:async:/srv/halo",
            "jdbc:h2:./data/halo,jdbc:h2:async:./data/halo"})
    void checkWhenAnInterruptedThreadWouldCloseTheFileSaysWhatToWrite(String url, String instead) {
        StartRefusedException refused = catchThrowableOfType(StartRefusedException.class, () -> check(url));
        assertThat(refused.description()).contains("'" + url + "'", "interrupted");
        assertThat(refused.action()).contains("Write " + instead + " instead");
    }

    @Test
    void checkWhenTheDialectIsSetNamesTheProperty() {
        environment.setProperty("spring.jpa.database-platform", "org.example.Dialect");
        assertThatThrownBy(() -> check("jdbc:h2:async:./data/halo"))
                .hasMessageContaining("spring.jpa.database-platform is 'org.example.Dialect'");
    }

    @ParameterizedTest
    @CsvSource({
            "jdbc:h2:async:./data/halo,jdbc:h2:async:./data/halo;WRITE_DELAY=0;LOCK_TIMEOUT=20000;DB_CLOSE_ON_EXIT=FALSE",
            "jdbc:h2:async:./a;write_delay=9;X=Y,jdbc:h2:async:./a;write_delay=9;X=Y;LOCK_TIMEOUT=20000;DB_CLOSE_ON_EXIT=FALSE",
            "jdbc:h2:mem:x,jdbc:h2:mem:x", "jdbc:postgresql://db/halo,jdbc:postgresql://db/halo"})
    void initializeWhenAFileIsNamedSetsWhatItsUrlLeavesOut(String url, String opened) {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(url);
            new DatabaseChoice().postProcessBeforeInitialization(pool, "dataSource");
            assertThat(pool.getJdbcUrl()).isEqualTo(opened);
        }
    }
}
