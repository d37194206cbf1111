package ink.dreamnet.halo.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.servlet.HandlerExceptionResolver;

/// The security filters in front of the API, the actuator and the API's description. [AccessRules] says who may call what.
///
/// Without `HALO_ADMIN_TOKEN`, HALO listens on the loopback address only and whoever reaches it without a token may do everything,
/// except a web page of another origin in a browser on this machine.
///
/// What a [SignedSender] signs is let in by its signature, and by nothing else ([SignatureFilter]).
///
/// A browser that is logged in at the console presents a cookie ([BrowserSessions]), and everything that it changes has to carry a token
/// against cross-site request forgery. Where there is neither, [LocalOperatorFilter] refuses what comes from another origin.
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class ApiSecurity {

    private static final String SELF_ONLY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
            + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    /// Spring Security would observe each filter chain and each authorization: a fifth of what a heartbeat costs.
    @Bean
    SecurityObservationSettings observedAsRequestsOnly() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    HttpFirewall firewall() {
        return new SlashedIdFirewall();
    }

    @Bean
    SecurityFilterChain haloDoor(HttpSecurity http, ApiSecurityProperties properties,
            @Qualifier("handlerExceptionResolver") ObjectProvider<HandlerExceptionResolver> errors,
            ObjectProvider<SignedSender> senders, Identification identification, Rates rates,
            ObjectProvider<WebEndpointProperties> endpoints, RefusalLog log) {
        String actuator = endpoints.stream().map(WebEndpointProperties::getBasePath).findFirst()
                .orElse(AccessRules.ACTUATOR);
        Refusal refusal = new Refusal(errors, log);
        SignatureFilter signatures = new SignatureFilter(senders.orderedStream().toList(), refusal);
        if (properties.adminToken() == null) {
            http.addFilterBefore(new LocalOperatorFilter(refusal, signatures::decides),
                    AnonymousAuthenticationFilter.class);
        }
        return http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(SELF_ONLY))
                        // with no-referrer browsers send the forms of the console with Origin: null
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
                .exceptionHandling(refused -> refused.authenticationEntryPoint(refusal).accessDeniedHandler(refusal))
                .addFilterBefore(new TokenFilter(identification, refusal, request -> health(request, actuator)),
                        AnonymousAuthenticationFilter.class)
                .addFilterAfter(new RateFilter(rates, refusal, request -> health(request, actuator)),
                        TokenFilter.class)
                .addFilterAfter(signatures, RateFilter.class)
                .addFilterAfter(forms(refusal), SignatureFilter.class)
                .authorizeHttpRequests(requests -> requests
                        .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC, DispatcherType.FORWARD)
                        .permitAll().anyRequest().access(new AccessRules(properties.openReads(),
                                actuator)))
                .build();
    }

    /// Health is asked for by what watches over HALO.
    private static boolean health(HttpServletRequest request, String actuator) {
        return RequestPath.within(request, actuator + "/health");
    }

    /// Last, so that nobody reads the body of somebody unknown.
    private static CsrfFilter forms(Refusal refusal) {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName("halo_csrf");
        tokens.setCookieCustomizer(cookie -> cookie.path("/").sameSite("Strict"));
        CsrfFilter filter = new CsrfFilter(tokens);
        filter.setRequireCsrfProtectionMatcher(Pages::mustProveItsPage);
        filter.setAccessDeniedHandler((request, response, denied) -> refusal.handle(request, response,
                new AccessDeniedException("This form is too old; load its page again", denied)));
        return filter;
    }
}
