package ps.domain.policy.tryout;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.config.annotation.web.configurers.RequestCacheConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;
import ps.domain.policy.site.Links;

/** What a try-out has and an installation does not: the mail to look at, sample people, and a word on where to begin. */
@TestConfiguration(proxyBeanMethods = false)
@Import(SampleData.class)
public class TryOut {

    private final Links links;
    private final SampleData sample;

    TryOut(Links links, SampleData sample) {
        this.links = links;
        this.sample = sample;
    }

    @Bean
    RouterFunction<ServerResponse> mailPages(TryOutMail mail) {
        return new MailPages(mail).routes();
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain devPages(HttpSecurity http) {
        return http.securityMatcher("/dev/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(CsrfConfigurer::disable)
                .requestCache(RequestCacheConfigurer::disable)
                .headers(headers -> headers.frameOptions(FrameOptionsConfig::sameOrigin)
                        .contentSecurityPolicy(csp -> csp.policyDirectives(
                                "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'")))
                .build();
    }

    @EventListener(ApplicationReadyEvent.class)
    @SuppressWarnings("SystemOut") // meant for the person who started this
    void welcome() {
        System.out.printf(
                """

                ────────────────────────────────────────────────────────────────────────
                  The privacy policy    %1$s   %2$s
                  Staff sign in         %3$s
                %4$s
                  Mail that was sent    %5$s

                  What you change is kept in .try-out; delete that folder to begin anew.
                  Ctrl-C stops it.
                ────────────────────────────────────────────────────────────────────────

                """,
                links.to("/ar/privacy"),
                links.to("/en/privacy"),
                links.to("/admin/sign-in"),
                sample.signIns(),
                links.to("/dev/mail"));
    }
}
