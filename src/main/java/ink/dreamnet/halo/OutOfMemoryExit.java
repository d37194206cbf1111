package ink.dreamnet.halo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the JVM where its memory is exhausted, as `-XX:+ExitOnOutOfMemoryError` does, for a HALO that was started without that
/// option: an error that some thread survived leaves the others in a state that nobody knows, and what HALO has acknowledged
/// survives an abrupt end.
///
/// It sees an error that ends a thread, and one that is logged. Whoever catches everything (an analyzer's isolation, a loop,
/// Tomcat) logs it with its cause.
final class OutOfMemoryExit extends AppenderBase<ILoggingEvent> implements Thread.UncaughtExceptionHandler {

    /// The exit code of `-XX:+ExitOnOutOfMemoryError`.
    static final int CODE = 3;

    private static final int DEEPEST = 20;
    /// What the JVM says where memory is exhausted. Libraries throw the same error where an array would be too long.
    private static final Set<String> EXHAUSTED = Set.of("Java heap space", "GC overhead limit exceeded", "Metaspace",
            "Compressed class space");
    // made before there is no memory for it
    private static final byte[] MESSAGE = "HALO ends because its memory is exhausted (OutOfMemoryError); exit code 3. Give it a larger heap: -Xmx\n"
            .getBytes(StandardCharsets.UTF_8);
    private static final FileOutputStream ERR = new FileOutputStream(FileDescriptor.err);

    private final Thread.@Nullable UncaughtExceptionHandler next;

    private OutOfMemoryExit(Thread.@Nullable UncaughtExceptionHandler next) {
        this.next = next;
    }

    /// Watches this JVM from now on; logging must have been set up.
    static void install() {
        OutOfMemoryExit exit = new OutOfMemoryExit(Thread.getDefaultUncaughtExceptionHandler());
        Thread.setDefaultUncaughtExceptionHandler(exit);
        ILoggerFactory loggers = LoggerFactory.getILoggerFactory();
        if (loggers instanceof LoggerContext context) {
            exit.setContext(context);
            exit.start();
            context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(exit);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getThrowableProxy() instanceof ThrowableProxy proxy) {
            endIfExhausted(proxy.getThrowable());
        }
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        endIfExhausted(thrown);
        if (next != null) {
            next.uncaughtException(thread, thrown);
        } else {
            LoggerFactory.getLogger(OutOfMemoryExit.class).error("Thread {} ended", thread.getName(), thrown);
        }
    }

    private static void endIfExhausted(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof OutOfMemoryError && EXHAUSTED.contains(String.valueOf(cause.getMessage()))) {
                end();
            }
            cause = cause.getCause();
        }
    }

    private static void end() {
        try {
            ERR.write(MESSAGE);
        } catch (IOException closed) {
            // it ends all the same
        } finally {
            Runtime.getRuntime().halt(CODE);
        }
    }
}
