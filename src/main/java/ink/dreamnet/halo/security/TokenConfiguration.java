package ink.dreamnet.halo.security;

import ink.dreamnet.halo.http.SecretReferences;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TokenConfiguration {

    @Bean
    ConfiguredTokens configuredTokens(ApiSecurityProperties properties, SecretReferences secrets) {
        return ConfiguredTokens.of(properties.adminToken(), properties.operators(), secrets);
    }

    @Bean
    Operators operators(ApiSecurityProperties properties, ConfiguredTokens configured, AccessTokens made) {
        return name -> properties.adminToken() == null || configured.operator(name) || made.operator(name);
    }
}
