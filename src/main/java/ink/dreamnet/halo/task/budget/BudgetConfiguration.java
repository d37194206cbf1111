package ink.dreamnet.halo.task.budget;

import ink.dreamnet.halo.core.Live;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Lets budgets change while HALO runs.
@Configuration(proxyBeanMethods = false)
class BudgetConfiguration {

    @Bean
    Live<BudgetProperties> budgets(BudgetProperties properties) {
        return Live.of(properties);
    }
}
