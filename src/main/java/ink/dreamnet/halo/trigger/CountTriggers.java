package ink.dreamnet.halo.trigger;

import java.time.Clock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The triggers `request-volume` and `error-rate`.
@Configuration(proxyBeanMethods = false)
class CountTriggers {

    @Bean
    CountTrigger requestVolumeTrigger(RequestVolumeProperties properties, SignalStore store, ScrapeStore scrapes,
            TriggerGate gate, Clock clock) {
        return new CountTrigger("request-volume", CountTrigger.Measure.REQUESTS, properties.rule(), store, scrapes,
                gate, clock);
    }

    @Bean
    CountTrigger errorRateTrigger(ErrorRateProperties properties, SignalStore store, ScrapeStore scrapes, TriggerGate gate,
            Clock clock) {
        return new CountTrigger("error-rate", CountTrigger.Measure.ERRORS, properties.rule(), store, scrapes,
                gate, clock);
    }
}
