package ps.domain.policy.site;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.LogoutConfigurer;
import org.springframework.security.config.annotation.web.configurers.RequestCacheConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;

/** Everything that is not for staff: open to all, without session, cookie or form. */
@Configuration(proxyBeanMethods = false)
class PublicSecurity {

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    SecurityFilterChain publicPages(HttpSecurity http, SecurityHeaders securityHeaders) {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(CsrfConfigurer::disable)
                .logout(LogoutConfigurer::disable)
                .requestCache(RequestCacheConfigurer::disable)
                .headers(securityHeaders::forReaders)
                .build();
    }

    /**
     * Requests are measured as a whole. Measuring each of the twenty filters that they pass, as Spring Security does
     * by default, is a figure nobody looks at, and work for every page of staff.
     */
    @Bean
    static SecurityObservationSettings nothingMeasuredByFilter() {
        return SecurityObservationSettings.noObservations();
    }
}
