package ink.dreamnet.halo.resonance.hold;

import java.util.List;

import ink.dreamnet.halo.resonance.group.KnownGroups;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.weakpoint.RepairOrder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HoldConfiguration {

    @Bean
    RepairOrder repairOrder(HoldProperties properties, ObjectProvider<KnownGroups> groups, Tasks tasks) {
        return new HoldBack(properties.hold(), () -> {
            KnownGroups known = groups.getIfAvailable();
            return known == null ? List.of() : known.current();
        }, tasks::fates);
    }
}
