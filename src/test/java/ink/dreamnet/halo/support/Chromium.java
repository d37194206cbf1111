package ink.dreamnet.halo.support;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Debian's Chromium, driven by Playwright: one process for the whole run, started when the first test needs it. Each reader of pages
/// has a browser context of their own.
public final class Chromium {

    private static final Path BINARY = Path.of("/usr/bin/chromium");

    private Chromium() {
    }

    /// @return the browser. As all of Playwright, it is for one thread at a time
    public static Browser browser() {
        return Running.BROWSER;
    }

    /// Marks a class that needs the browser. Where there is none it is skipped before its context starts, but with the
    /// environment variable `BROWSER_TESTS=required` it fails.
    @Documented
    @Inherited
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @ExtendWith(Condition.class)
    @ResourceLock("Chromium")
    public @interface Needed {
    }

    static final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            boolean runs = Files.isExecutable(BINARY) || "required".equals(System.getenv("BROWSER_TESTS"));
            return runs
                    ? ConditionEvaluationResult.enabled("the browser is there, or must be")
                    : ConditionEvaluationResult.disabled("There is no %s to look at pages with: run .ci/browser"
                            .formatted(BINARY));
        }
    }

    private static final class Running {

        private static final Playwright PLAYWRIGHT = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        static final Browser BROWSER = launch();

        private static Browser launch() {
            Runtime.getRuntime().addShutdownHook(new Thread(PLAYWRIGHT::close, "halo-test-browser"));
            // root, as in a container, may not use Chromium's sandbox; and nothing here comes from elsewhere
            return PLAYWRIGHT.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(BINARY)
                    .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")));
        }
    }
}
