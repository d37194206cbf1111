package ink.dreamnet.halo.core;

import java.time.Clock;
import java.time.ZoneOffset;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The clock that every room is handed.
@Configuration(proxyBeanMethods = false)
class CoreConfiguration {

    /// Ticks in milliseconds, the resolution of the wire and of both databases.
    @Bean
    Clock clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }
}
