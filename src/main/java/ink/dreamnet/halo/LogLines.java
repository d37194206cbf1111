package ink.dreamnet.halo;

import java.util.Iterator;
import java.util.regex.Pattern;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ink.dreamnet.halo.core.masking.MaskedText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.logback.ExtendedWhitespaceThrowableProxyConverter;

/// Sees to it that nobody forges lines of the log by what they name things, and that no secret gets into it, whatever its pattern: a
/// message is one line, what is secret in it is masked ([MaskedText]), and further lines of an exception are indented. Control characters, line breaks among them, are written as `\\n`, `\\r` or `\\u001b`.
final class LogLines {

    /// Explains over several lines why a start was refused, in words of HALO and of whoever configures it.
    private static final String REFUSED_STARTS = "org.springframework.boot.diagnostics.";
    private static final Pattern FURTHER_LINE = Pattern.compile("\\R(?!\\t|Caused by: |$)");
    private static final char LINE_SEPARATOR = '\u2028';
    private static final char PARAGRAPH_SEPARATOR = '\u2029';

    private LogLines() {
    }

    /// Puts the converters into every pattern of this process's log.
    static void install() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            for (Iterator<Appender<ILoggingEvent>> all = context.getLogger(Logger.ROOT_LOGGER_NAME)
                    .iteratorForAppenders(); all.hasNext();) {
                if (all.next() instanceof OutputStreamAppender<ILoggingEvent> written
                        && written.getEncoder() instanceof LayoutWrappingEncoder<ILoggingEvent> encoder
                        && encoder.getLayout() instanceof PatternLayout layout) {
                    install(layout);
                }
            }
        }
    }

    static void install(PatternLayout layout) {
        layout.stop();
        for (String word : new String[]{"m", "msg", "message"}) {
            layout.getInstanceConverterMap().put(word, Message::new);
        }
        layout.getInstanceConverterMap().put("wEx", Failure::new);
        layout.start();
    }

    private static String escaped(String text, String allowed) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (allowed.indexOf(c) >= 0 || !Character.isISOControl(c) && c != LINE_SEPARATOR
                    && c != PARAGRAPH_SEPARATOR) {
                escaped.append(c);
            } else {
                escaped.append(switch (c) {
                    case '\n' -> "\\n";
                    case '\r' -> "\\r";
                    default -> "\\u%04x".formatted((int) c);
                });
            }
        }
        return escaped.toString();
    }

    /// Writes a message as one line.
    static final class Message extends MessageConverter {

        @Override
        public String convert(ILoggingEvent event) {
            String message = MaskedText.in(super.convert(event));
            return escaped(message, event.getLoggerName().startsWith(REFUSED_STARTS) ? "\t\r\n" : "\t");
        }
    }

    /// Indents the further lines of an exception's message.
    static final class Failure extends ExtendedWhitespaceThrowableProxyConverter {

        @Override
        protected String throwableProxyToString(IThrowableProxy thrown) {
            return FURTHER_LINE.matcher(escaped(MaskedText.in(super.throwableProxyToString(thrown)), "\t\r\n"))
                    .replaceAll("\n\t");
        }
    }
}
