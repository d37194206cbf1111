package ink.dreamnet.halo.trigger;

import java.time.Clock;
import java.time.Duration;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The triggers `request-volume` and `error-rate`.
@Configuration(proxyBeanMethods = false)
class CountTriggers {

    private static final Duration LATE = Duration.ofSeconds(10);

    @Bean
    CountTrigger requestVolumeTrigger(RequestVolumeProperties properties, Ground ground) {
        return ground.trigger("request-volume", CountTrigger.Measure.REQUESTS, properties.rule());
    }

    @Bean
    CountTrigger errorRateTrigger(ErrorRateProperties properties, Ground ground) {
        return ground.trigger("error-rate", CountTrigger.Measure.ERRORS, properties.rule());
    }

    @Bean
    Ground countTriggerGround(SignalStore store, ScrapeStore scrapes, LearnedStore learned, Adaptive adaptive,
            ScrapeProperties scraping, TriggerGate gate, Clock clock) {
        Duration settle = scraping.scrape().stream().map(target -> target.interval().plus(target.timeout()))
                .max(Duration::compareTo).orElse(Duration.ZERO).plus(LATE);
        return new Ground(store, scrapes, learned, adaptive, settle, gate, clock);
    }

    /// What both stand on.
    record Ground(SignalStore store, ScrapeStore scrapes, LearnedStore learned, Adaptive adaptive, Duration settle,
            TriggerGate gate, Clock clock) {

        CountTrigger trigger(String name, CountTrigger.Measure measure, CountRule rule) {
            return new CountTrigger(name, measure, rule, store, scrapes,
                    new AdaptiveWatch(measure, adaptive, settle, store, learned), gate, clock);
        }
    }
}
