package ink.dreamnet.halo.demo;

import java.nio.file.Path;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Profile;

/// How the demo fleet runs. Its values stand in `demo.yml`.
///
/// @param step how long a step of its script takes, and the work of an agent; 0: no step is made unless [Demo#next] is called
/// @param directory where its environments and repositories lie; what is made there is deleted at the end
@ConfigurationProperties("halo.demo")
@Profile("demo")
record DemoProperties(Duration step, Path directory) {

    DemoProperties {
        if (step.isNegative()) {
            throw new IllegalArgumentException("halo.demo.step: %s is negative".formatted(step));
        }
    }
}
