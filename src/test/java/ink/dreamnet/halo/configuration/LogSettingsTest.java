package ink.dreamnet.halo.configuration;

import java.nio.file.Files;
import java.nio.file.Path;

import ink.dreamnet.halo.core.StartRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LogSettingsTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            logging.file.name                 | DIR             | is not a file that HALO's user may write
            logging.file.name                 | DIR/a-file/x.log | is not a file that HALO's user may write
            logging.file.path                 | DIR/a-file      | is not a file that HALO's user may write
            logging.config                    | file:none.xml   | is not a file that HALO's user may read
            logging.charset.file              | nope            | is no charset
            logging.charset.console           | -?              | is no charset
            logging.structured.format.console | nope            | is not one of ecs, gelf, logstash
            logging.pattern.console           | %m{x            | is no pattern of Logback
            """)
    void checkWhenAValueIsWrongNamesPropertyValueAndWhatIsAllowed(String property, String value, String allowed)
            throws Exception {
        Files.createFile(directory.resolve("a-file"));
        String configured = value.replace("DIR", directory.toString());
        assertThatThrownBy(() -> LogSettings.check(new MockEnvironment().withProperty(property, configured)))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("%s: '%s' %s".formatted(property, configured, allowed));
    }

    @Test
    void checkWhenAWrongValueHasAPasswordMasksIt() {
        assertThatThrownBy(() -> LogSettings.check(new MockEnvironment().withProperty("logging.config",
                "file://halo:hunter22@nowhere/log.xml"))).isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("nowhere/log.xml").hasMessageNotContaining("hunter22");
    }

    @Test
    void checkWhenSpringAndLogbackTakeItLetsItPass() {
        MockEnvironment environment = new MockEnvironment().withProperty("logging.file.name", "/dev/null")
                .withProperty("logging.pattern.console", "%d ${PID} ${LOG_LEVEL_PATTERN:-%5p} %m%n")
                .withProperty("logging.structured.format.console", "ECS");
        assertThatCode(() -> LogSettings.check(environment)).doesNotThrowAnyException();
    }

    @Test
    void checkWhenAllIsRightLetsItPass() {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("logging.file.name", directory.resolve("new/halo.log").toString())
                .withProperty("logging.charset.console", "UTF-8").withProperty("logging.pattern.console", "%d %m%n")
                .withProperty("logging.structured.format.file", "ecs");
        assertThatCode(() -> LogSettings.check(environment)).doesNotThrowAnyException();
    }
}
