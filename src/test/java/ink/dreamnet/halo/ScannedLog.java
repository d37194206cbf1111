package ink.dreamnet.halo;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ink.dreamnet.halo.support.SecretScan;

/// Scans each line of the log as HALO would write it, and the name of the thread that does; `logback-test.xml` has it.
public final class ScannedLog extends AppenderBase<ILoggingEvent> {

    private final PatternLayout layout = new PatternLayout();

    @Override
    public void start() {
        layout.setContext(getContext());
        layout.setPattern("%thread %logger %mdc %m%n%wEx");
        LogLines.install(layout);
        super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        // Spring's tests log why one failed, which may be a secret that was found
        if (!event.getLoggerName().startsWith("org.springframework.test.")) {
            SecretScan.note("the log", layout.doLayout(event));
        }
    }
}
