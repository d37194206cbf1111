package ink.dreamnet.halo.security;

import java.time.Clock;

import ink.dreamnet.halo.core.Senders;
import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.http.HttpCalls;
import ink.dreamnet.halo.http.SecretReferences;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class TokenConfiguration {

    @Bean
    ConfiguredTokens configuredTokens(ApiSecurityProperties properties, SecretReferences secrets) {
        return ConfiguredTokens.of(properties.adminToken(), properties.operators(), secrets);
    }

    @Bean
    IssuedTokens issuedTokens(OidcProperties oidc, ApiSecurityProperties properties, HttpCalls http, JsonMapper json,
            Clock clock) {
        String issuer = oidc.issuer();
        if (issuer == null) {
            return new IssuedTokens(oidc, null, clock);
        }
        if (properties.adminToken() == null) {
            throw new StartRefusedException(
                    "halo.security.oidc.issuer is %s, but HALO_ADMIN_TOKEN is not set.".formatted(issuer),
                    "Set HALO_ADMIN_TOKEN too: without it HALO asks nobody who they are, and nobody would get in while the issuer is away.");
        }
        return new IssuedTokens(oidc, new IssuerKeys(issuer, http, json, System::nanoTime), clock);
    }

    @Bean
    TokenOwners tokenOwners(ConfiguredTokens configured, AccessTokens made, IssuedTokens issued, Guesses guesses) {
        return new TokenOwners(configured, made, issued, guesses);
    }

    @Bean
    Rates rates(RateProperties rates, ApiSecurityProperties properties, Senders senders, MeterRegistry meters) {
        return new Rates(rates.limits(properties.adminToken() != null), senders, meters, System::nanoTime);
    }

    @Bean
    Guesses guesses(Rates rates, Senders senders) {
        return new Guesses(rates.failures(), senders);
    }

    @Bean
    Operators operators(ApiSecurityProperties properties, ConfiguredTokens configured, AccessTokens made) {
        return name -> properties.adminToken() == null || configured.operator(name) || made.operator(name);
    }
}
