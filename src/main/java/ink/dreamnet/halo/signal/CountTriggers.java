package ink.dreamnet.halo.signal;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

import ink.dreamnet.halo.core.Live;
import ink.dreamnet.halo.trigger.TriggerGate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Makes the request volume trigger and the error rate trigger.
@Configuration(proxyBeanMethods = false)
class CountTriggers {

    private static final Duration LATE = Duration.ofSeconds(10);

    @Bean
    Live<RequestVolumeProperties> requestVolume(RequestVolumeProperties properties) {
        return Live.of(properties);
    }

    @Bean
    Live<ErrorRateProperties> errorRate(ErrorRateProperties properties) {
        return Live.of(properties);
    }

    @Bean
    CountTrigger requestVolumeTrigger(Live<RequestVolumeProperties> properties, Parts parts) {
        return parts.trigger("request-volume", Measure.REQUESTS, () -> properties.get().rule());
    }

    @Bean
    CountTrigger errorRateTrigger(Live<ErrorRateProperties> properties, Parts parts) {
        return parts.trigger("error-rate", Measure.ERRORS, () -> properties.get().rule());
    }

    @Bean
    Parts countTriggerParts(SignalStore store, ScrapeStore scrapes, AnomalyDetector.Factory detectors,
            ScrapeProperties scraping, TriggerGate gate, Clock clock) {
        Duration settle = scraping.scrape().stream().map(target -> target.interval().plus(target.timeout()))
                .max(Duration::compareTo).orElse(Duration.ZERO).plus(LATE);
        return new Parts(store, scrapes, detectors, settle, gate, clock);
    }

    /// What both are made of.
    record Parts(SignalStore store, ScrapeStore scrapes, AnomalyDetector.Factory detectors, Duration settle,
            TriggerGate gate, Clock clock) {

        CountTrigger trigger(String name, Measure measure, Supplier<CountRule> rules) {
            return new CountTrigger(name, measure, rules, store, scrapes,
                    detectors.detector(measure, settle), gate, clock);
        }
    }
}
