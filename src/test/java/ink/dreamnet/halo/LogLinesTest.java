package ink.dreamnet.halo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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
}
