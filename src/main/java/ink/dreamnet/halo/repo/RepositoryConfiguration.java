package ink.dreamnet.halo.repo;

import java.time.Clock;

import ink.dreamnet.halo.analysis.WorkerPool;
import ink.dreamnet.halo.analysis.WorkerPools;
import ink.dreamnet.halo.code.Check;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.http.NetworkPolicy;
import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.registry.Registry;
import ink.dreamnet.halo.repo.own.OwnCheckRunner;
import ink.dreamnet.halo.repo.scan.Checks;
import ink.dreamnet.halo.repo.scan.CommitScan;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// Opens the definitions of repositories, and puts together what inspects them.
@Configuration(proxyBeanMethods = false)
class RepositoryConfiguration {

    /// Of threads that read files.
    private static final int MOST_ABANDONED = 16;

    @Bean
    Definitions<RepositorySpec, WatchedRepository> repositories(Registry registry, Environment environment,
            AllowedFiles allowed, NetworkPolicy policy) {
        return registry.open(RepositoryFormat.of(allowed).within(policy, WatchedRepository::url), environment,
                next -> DeclaredRepositories.of(next).read(policy));
    }

    @Bean
    RepositoryHomes repositoryHomes(RepositoryProperties properties) {
        RepositoryHomes homes = new RepositoryHomes(properties.directory());
        homes.protect();
        return homes;
    }

    /// Every bean that is a check.
    @Bean
    Checks checks(ObjectProvider<Check> all) {
        return new Checks(all.orderedStream().toList());
    }

    @Bean
    OwnChecks ownChecks(OwnCheckRunner runner, RepositoryHomes homes, RepositoryProperties properties, Clock clock) {
        return new OwnChecks(runner, homes, properties, clock);
    }

    @Bean
    RepositoryInspector repositoryInspector(RepositoryHomes homes, Checks checks, RepositoryProperties properties,
            WorkerPools pools, SecretReferences references, AllowedFiles allowed, NetworkPolicy policy,
            ApplicationEventPublisher publisher,
            Clock clock) {
        WorkerPool readers = pools.open("halo-repository-reader", properties.readers(), MOST_ABANDONED);
        return new RepositoryInspector(new RepositorySource(homes, properties, references, allowed, policy, clock),
                new CommitAnalyzer(homes, checks, new CommitScan(checks, readers), properties, clock),
                properties, publisher, clock);
    }
}
