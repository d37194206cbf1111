package ink.dreamnet.halo.squad;

import java.time.Clock;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.encryption.Encryption;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.registry.Registry;
import ink.dreamnet.halo.registry.fleet.PulledDefinitions;
import ink.dreamnet.halo.task.budget.CountedCensus;
import ink.dreamnet.halo.task.budget.SubjectCensus;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// Opens the definitions of squads, and counts the squads of each label.
@Configuration(proxyBeanMethods = false)
class SquadConfiguration {

    @Bean
    Definitions<SquadSpec, Squad> squadDefinitions(Registry registry, Environment environment) {
        return registry.open(SquadFormat.REGISTERED, environment, next -> ConfiguredSquads.read(next).declared());
    }

    @Bean
    PulledDefinitions<SquadSpec, Squad> pulledSquads(JdbcTemplate jdbc, JsonMapper json, Encryption encryption,
            AuditTrail audit,
            ApplicationEventPublisher events) {
        return new PulledDefinitions<>(SquadFormat.PULLED, jdbc, json, encryption, audit, events);
    }

    @Bean
    SubjectCensus squadsByLabel(SquadFleet fleet, JdbcClient jdbc, Clock clock) {
        return CountedCensus.byLabels(SubjectKind.SQUAD, fleet::all, Squad::labels, jdbc, clock);
    }
}
