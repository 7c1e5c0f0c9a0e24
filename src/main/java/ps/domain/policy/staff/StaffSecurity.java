package ps.domain.policy.staff;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.RequestCacheConfigurer;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.RedirectStrategy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.ForwardAuthenticationFailureHandler;
import org.springframework.security.web.csrf.CsrfFilter;
import ps.domain.policy.site.RequestLanguage;
import ps.domain.policy.site.SecurityHeaders;
import ps.domain.policy.staff.HalfSignedIn.Next;

/** Everything under {@code /admin}: for staff who are signed in, but for the pages that let them in. */
@Configuration(proxyBeanMethods = false)
class StaffSecurity {

    private static final RedirectStrategy REDIRECTS = new DefaultRedirectStrategy();

    @Bean
    @Order(1)
    SecurityFilterChain staffPages(
            HttpSecurity http,
            SecurityHeaders securityHeaders,
            ToSignIn toSignIn,
            SessionOver sessionOver,
            SignedOut signedOut,
            Entrance entrance,
            StaffAccounts accounts,
            Sessions sessions,
            Clock clock,
            RequestLanguage language,
            OidcSignIn oidc,
            ClientRegistrationRepository registrations) {
        oidc.addTo(http, registrations);
        return http.securityMatcher("/admin", "/admin/**")
                .authorizeHttpRequests(requests -> requests.requestMatchers(
                                "/admin/sign-in/second", "/admin/sign-in/second/*")
                        .hasAuthority(Next.PROVE.authority())
                        .requestMatchers("/admin/sign-in", "/admin/sign-in/*", "/admin/set-password/*")
                        .permitAll()
                        .requestMatchers("/admin/me/second-factor", "/admin/me/second-factor/**")
                        .hasAnyAuthority("ROLE_" + Role.EDITOR, Next.SET_UP.authority())
                        .requestMatchers(
                                "/admin/verification",
                                "/admin/staff",
                                "/admin/staff/**",
                                "/admin/account-holders/*/erasure")
                        .hasRole(Role.ADMIN.name())
                        .requestMatchers("/admin/drafts/*/short-notice")
                        .hasRole(Role.ADMIN.name())
                        .requestMatchers("/admin/drafts/*/approval", "/admin/drafts/*/return", "/admin/versions/**")
                        .hasRole(Role.APPROVER.name())
                        .requestMatchers(
                                "/admin/notices/unreached.csv",
                                "/admin/notices/*/unreached.csv",
                                "/admin/notices/breaches/*/unreached.csv",
                                "/admin/notices/breaches/*/sending",
                                "/admin/notices/*/evidence.zip",
                                "/admin/notices/*/accepted-elsewhere",
                                "/admin/notices/*/deliveries.csv",
                                "/admin/notices/*/resumption",
                                "/admin/notices/*/retry",
                                "/admin/notices/*/stop",
                                "/admin/account-holders/kept",
                                "/admin/account-holders/*/export")
                        .hasRole(Role.APPROVER.name())
                        .requestMatchers(HttpMethod.POST, "/admin/drafts/*/publication")
                        .hasRole(Role.APPROVER.name())
                        .anyRequest()
                        .hasRole(Role.EDITOR.name()))
                .formLogin(form -> form.loginPage("/admin/sign-in")
                        .usernameParameter("email")
                        .passwordParameter("password")
                        .authenticationDetailsSource(Attempt::in)
                        .successHandler((request, response, signedIn) -> {
                            entrance.welcome(signedIn, request, response);
                            entrance.goOn(signedIn, request, response);
                        })
                        .failureHandler(new ForwardAuthenticationFailureHandler("/admin/sign-in/failed")))
                .logout(logout -> logout.logoutUrl("/admin/sign-out")
                        .addLogoutHandler(signedOut)
                        .logoutSuccessHandler((request, response, authentication) -> REDIRECTS.sendRedirect(
                                request, response, "/admin/sign-in?signed-out&language=" + language.of(request))))
                .exceptionHandling(exceptions ->
                        exceptions.authenticationEntryPoint(toSignIn).accessDeniedHandler(sessionOver))
                .addFilterBefore(new SessionLimits(accounts, sessions, clock), CsrfFilter.class)
                // The address carries the page that was wanted, so that nothing is kept for a stranger.
                .requestCache(RequestCacheConfigurer::disable)
                .headers(securityHeaders::forStaff)
                .build();
    }

    @Bean
    RoleHierarchy roleHierarchy() {
        return RoleHierarchyImpl.withDefaultRolePrefix()
                .role(Role.ADMIN.name())
                .implies(Role.APPROVER.name())
                .role(Role.APPROVER.name())
                .implies(Role.EDITOR.name())
                .build();
    }
}
