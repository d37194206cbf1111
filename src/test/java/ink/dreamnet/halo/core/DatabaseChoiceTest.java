package ink.dreamnet.halo.core;

import java.nio.file.Path;
import java.sql.DriverManager;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
            "jdbc:h2:mem:x", "jdbc:h2:nioMemLZF:./x", "jdbc:h2:tcp://db/halo", "jdbc:h2:async:nio:./x",
            "jdbc:h2:async:C:/halo",
            "jdbc:postgresql://db/halo", "jdbc:otel:postgresql://db/halo"})
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
            "jdbc:h2:memory/./x,jdbc:h2:async:memory/./x",
            "jdbc:h2:./data/halo,jdbc:h2:async:./data/halo"})
    void checkWhenAnInterruptedThreadWouldCloseTheFileSaysWhatToWrite(String url, String instead) {
        StartRefusedException refused = catchThrowableOfType(StartRefusedException.class, () -> check(url));
        assertThat(refused.description()).contains("'" + url + "'", "interrupted");
        assertThat(refused.action()).contains("Write " + instead + " instead");
    }

    @ParameterizedTest
    @CsvSource({"jdbc:h2:TCP://db/halo,TCP:", "jdbc:h2:ASYNC:./data/halo,ASYNC:", "jdbc:h2:MEM:./x,MEM:",
            "jdbc:h2:async:Split:20:./x,Split:", "jdbc:h2:classpath:/x,classpath:", "jdbc:h2:nio:async:./x,async:"})
    void checkWhenH2WouldMakeAFolderOfAWordSaysWhichWordsThereAre(String url, String word) {
        StartRefusedException refused = catchThrowableOfType(StartRefusedException.class, () -> check(url));
        assertThat(refused.description()).contains("'" + url + "'", "no '" + word + "'");
        assertThat(refused.action()).contains("jdbc:h2:tcp:", "jdbc:h2:async:");
    }

    /// What the refusal says of H2 is H2's own doing, and may change with its version.
    @ParameterizedTest
    @ValueSource(strings = {"TCP:", "ASYNC:", "Split:", "MEM:", "classpath:"})
    void openWhenAWordIsNoneOfH2sMakesAFolder(String word, @TempDir Path directory) throws Exception {
        String url = "jdbc:h2:" + word + directory;
        Path folder = Path.of(word);
        assertThat(EmbeddedUrl.of(url + "/x").orElseThrow().unknownSystem()).contains(word);
        assertThatThrownBy(() -> DriverManager.getConnection(url + "/x;IFEXISTS=TRUE"))
                .hasMessageContaining(folder.toAbsolutePath() + directory.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:", "nio:", "nioMapped:", "split:", "split:20:", "retry:", "async:",
            "file:split:async:nio:"})
    void openWhenAWordIsH2sFindsTheFile(String systems, @TempDir Path directory) throws Exception {
        Path file = directory.resolve("halo");
        String url = "jdbc:h2:" + systems + file;
        DriverManager.getConnection(url).close();
        assertThat(EmbeddedUrl.of(url)).contains(new EmbeddedUrl(systems, file.toString(), ""));
        assertThat(directory).isDirectoryContaining(path -> path.getFileName().toString().startsWith("halo.mv.db"));
    }

    @ParameterizedTest
    @CsvSource({"database,default", "database,PostgreSQL", "database-platform,org.hibernate.dialect.PostgreSQLDialect",
            "database-platform,PostgreSQL", "properties.hibernate.dialect,org.hibernate.dialect.PostgreSQLDialect",
            "properties.hibernate.dialect,''"})
    void checkWhenTheDialectFitsTheDatabaseLetsItPass(String property, String value) {
        environment.setProperty("spring.jpa." + property, value);
        assertThatCode(() -> check("jdbc:postgresql://db/halo")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"database,h2", "database-platform,org.hibernate.dialect.H2Dialect", "database-platform,H2",
            "database-platform,org.hibernate.dialect.CockroachDialect",
            "properties.hibernate.dialect,org.hibernate.dialect.PostgresPlusDialect"})
    void checkWhenTheDialectIsOfAnotherDatabaseNamesTheProperty(String property, String value) {
        environment.setProperty("spring.jpa." + property, value);
        assertThatThrownBy(() -> check("jdbc:postgresql://db/halo")).isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("spring.jpa.%s is '%s'", property, value);
    }

    @Test
    void checkWhenTheDialectIsH2sLetsH2Pass() {
        environment.setProperty("spring.jpa.database-platform", "org.hibernate.dialect.H2Dialect");
        assertThatCode(() -> check("jdbc:h2:async:./data/halo")).doesNotThrowAnyException();
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
