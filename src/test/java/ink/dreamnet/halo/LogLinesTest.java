package ink.dreamnet.halo;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class LogLinesTest {

    private static final String FORGED = "\n2026-11-30T00:00:00Z  INFO : all is well";

    private static String written(String logger, String message, @Nullable Throwable thrown) {
        LoggerContext context = new LoggerContext();
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern("%p : %m%n%wEx");
        LogLines.install(layout);
        return layout.doLayout(new LoggingEvent("any", context.getLogger(logger), Level.WARN, message, thrown, null));
    }

    @Test
    void messageWhenItHasControlCharactersIsOneLine() {
        assertThat(written("halo", "endpoint x" + FORGED + "\r\u001b[2J\u2028\tend", null)).isEqualTo(
                "WARN : endpoint x\\n2026-11-30T00:00:00Z  INFO : all is well\\r\\u001b[2J\\u2028\tend"
                        + System.lineSeparator());
    }

    @Test
    void messageWhenAStartIsRefusedKeepsItsLines() {
        assertThat(written("org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter", "\n\nDescription:",
                null)).contains("\n\nDescription:");
    }

    @Test
    void exceptionWhenItsMessageHasLinesIsIndented() {
        String text = written("halo", "failed", new IllegalStateException("bad" + FORGED,
                new IllegalArgumentException("worse" + FORGED + "\u001b[31m")));
        assertThat(text.lines().filter(line -> line.startsWith("2026"))).isEmpty();
        assertThat(text).contains("\tat ", "Caused by: java.lang.IllegalArgumentException: worse\n\t2026",
                "\\u001b[31m").doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs", "gelf", "logstash"})
    void logOfJsonIsMaskedInEachMember(String format) {
        String line = json(format, "halo.defaults (of a test)");
        assertThat(line).contains("login failed, password=********", "at all?token=********").doesNotContain("s3cret")
                .contains("cycleId\":\"01a22a62-e3a5-7045-bbfd-e943d838057f\"");
    }

    @Test
    void logOfJsonWhenAnotherApplicationWritesItIsLeftAsItIs() {
        assertThat(json("ecs", "of another application")).contains("password=s3cret-1");
    }

    private static String json(String format, String source) {
        LoggerContext context = new LoggerContext();
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addLast(new MapPropertySource(source, Map.of()));
        context.putObject(Environment.class.getName(), environment);
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        encoder.setContext(context);
        encoder.setFormat(format);
        encoder.start();
        LoggingEvent event = new LoggingEvent("any", context.getLogger("halo"), Level.WARN,
                "login failed, password=s3cret-1", new IllegalStateException("nobody at all?token=s3cret-2"), null);
        event.setMDCPropertyMap(Map.of("login", "token=s3cret-3"));
        event.addKeyValuePair(new KeyValuePair("cycleId", "01a22a62-e3a5-7045-bbfd-e943d838057f"));
        event.addKeyValuePair(new KeyValuePair("reason", "token=s3cret-4"));
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
