package ink.dreamnet.halo.security;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;

/// The door in front of the API.
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    SecurityFilterChain door(HttpSecurity http) {
        return http.csrf(AbstractHttpConfigurer::disable).authorizeHttpRequests(all -> all.anyRequest().permitAll())
                .build();
    }
}
