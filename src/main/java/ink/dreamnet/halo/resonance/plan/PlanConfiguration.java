package ink.dreamnet.halo.resonance.plan;

import ink.dreamnet.halo.core.Live;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Lets the settings of the plan change while HALO runs.
@Configuration(proxyBeanMethods = false)
class PlanConfiguration {

    @Bean
    Live<PlanProperties> planSettings(PlanProperties properties) {
        return Live.of(properties);
    }
}
