package ink.dreamnet.halo.graft;

import java.net.URI;
import java.time.Clock;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.encryption.Encryption;
import ink.dreamnet.halo.http.NetworkPolicy;
import ink.dreamnet.halo.registry.DefinitionFormat;
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

/// Opens the definitions of grafts, and counts the grafts of each label.
@Configuration(proxyBeanMethods = false)
class GraftConfiguration {

    @Bean
    Definitions<GraftSpec, Graft> graftDefinitions(Registry registry, Environment environment,
            NetworkPolicy policy) {
        DefinitionFormat<GraftSpec, Graft> format = GraftFormat.REGISTERED.within(policy,
                graft -> graft.spec().url() == null ? null : URI.create(graft.spec().url()));
        return registry.open(format, environment, next -> ConfiguredGrafts.read(next).declared(format));
    }

    @Bean
    PulledDefinitions<GraftSpec, Graft> pulledGrafts(JdbcTemplate jdbc, JsonMapper json, Encryption encryption,
            AuditTrail audit,
            ApplicationEventPublisher events) {
        return new PulledDefinitions<>(GraftFormat.PULLED, jdbc, json, encryption, audit, events);
    }

    @Bean
    SubjectCensus graftsByLabel(GraftFleet fleet, JdbcClient jdbc, Clock clock) {
        return CountedCensus.byLabels(SubjectKind.GRAFT, fleet::all, Graft::labels, jdbc, clock);
    }
}
