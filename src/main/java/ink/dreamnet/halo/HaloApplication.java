package ink.dreamnet.halo;

import java.util.Arrays;
import java.util.Locale;

import ink.dreamnet.halo.plugin.Plugins;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/// Starts HALO.
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
@ConfigurationPropertiesScan
public class HaloApplication {

    private static final String SAFE_MODE = "--halo.safe-mode";

    /// Runs the service, with the plug-ins of its folder, until it is told to stop.
    ///
    /// @param args Spring Boot's command line properties (`--server.port=8081`)
    public static void main(String[] args) {
        // what HALO writes is English, and so are its numbers and what its libraries write, wherever it runs
        Locale.setDefault(Locale.ENGLISH);
        ShutdownDeadline.arm();
        GeneratedBeans.use();
        SpringApplication application = Plugins.in(Plugins.folder()).application(HaloApplication.class);
        application.addInitializers(_ -> OutOfMemoryExit.install(), _ -> LogLines.install());
        application.run(Arrays.stream(args)
                .map(argument -> argument.equals(SAFE_MODE) ? argument + "=true" : argument).toArray(String[]::new));
    }

    /// @return whether an application is HALO, and not another one that has HALO on its class path
    static boolean isRunBy(SpringApplication application) {
        return application.getAllSources().contains(HaloApplication.class);
    }
}
