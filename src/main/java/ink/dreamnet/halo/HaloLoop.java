package ink.dreamnet.halo;

import java.util.concurrent.Semaphore;

import ink.dreamnet.halo.core.StartRefusedException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.core.io.DefaultResourceLoader;

/// Starts HALO inside another program, as `registerHaloLoop()` does in TypeScript: with its schedule and its own database,
/// and without an open port unless the options ask for one.
///
/// ```java
/// Registration registration = HaloLoop.register();
/// RecordedCycle cycle = registration.engine().runCycle("manual");
/// ```
///
/// What configures the program's own Spring does not apply to HALO, nor the other way round; `docs/library.md` says more.
public final class HaloLoop {

    private static final Semaphore ONE = new Semaphore(1);

    private HaloLoop() {
    }

    /// Starts HALO with its defaults: the embedded database in `./data`, a cycle every five minutes.
    ///
    /// @return the running HALO
    /// @throws IllegalStateException where this process has one that is not closed
    public static Registration register() {
        return register(HaloOptions.builder().build());
    }

    /// Starts HALO, and returns when it runs. It keeps the process alive until it is closed.
    ///
    /// @return the running HALO
    /// @throws StartRefusedException where HALO cannot be started as it is configured; its message says why
    /// @throws IllegalStateException where this process has one that is not closed
    public static Registration register(HaloOptions options) {
        if (!ONE.tryAcquire()) {
            throw new IllegalStateException(
                    "HALO is registered in this process already; close that Registration before the next register()");
        }
        boolean started = false;
        try {
            Registration registration = new Registration(application(options).run(), ONE::release);
            started = true;
            return registration;
        } catch (RuntimeException failed) {
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                if (cause instanceof StartRefusedException refused) {
                    throw refused;
                }
            }
            throw failed;
        } finally {
            if (!started) {
                ONE.release();
            }
        }
    }

    private static SpringApplication application(HaloOptions options) {
        ClassLoader loader = HaloLoop.class.getClassLoader();
        SpringApplication application = new SpringApplication(new DefaultResourceLoader(loader), HaloApplication.class);
        application.setMainApplicationClass(HaloApplication.class);
        application.setWebApplicationType(options.opensPort() ? WebApplicationType.SERVLET : WebApplicationType.NONE);
        application.setEnvironment(new LibraryEnvironment(options.properties(), loader));
        application.setLogStartupInfo(false);
        if (System.getProperty(LoggingSystemProperty.PID.getEnvironmentVariableName()) != null) {
            // set by a Spring Boot application that has set up logging: HALO would change its levels, and end it
            application.setListeners(application.getListeners().stream()
                    .filter(listener -> !(listener instanceof LoggingApplicationListener)).toList());
        }
        application.addInitializers(options::addBeans);
        return application;
    }
}
