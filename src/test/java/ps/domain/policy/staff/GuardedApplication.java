package ps.domain.policy.staff;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.ConfigurableServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import ps.domain.policy.testing.Ports;

/**
 * The application as an installation has it: approvers and administrators need a second factor, it knows its own address,
 * which passkeys depend on, and there is an OpenID Connect provider, which need not run yet.
 */
@Import(GuardedApplication.AtItsPublicAddress.class)
abstract class GuardedApplication {

    static final int PORT = Ports.free();

    static final int PROVIDER_PORT = Ports.free();

    static final String ADDRESS = "http://localhost:" + PORT;

    @DynamicPropertySource
    static void asInstalled(DynamicPropertyRegistry registry) {
        registry.add("policy.public-url", () -> ADDRESS);
        registry.add("policy.staff.second-factor-required-for", () -> "APPROVER,ADMIN");
        String registration = "spring.security.oauth2.client.registration.company.";
        registry.add(registration + "client-name", () -> "Sample Company");
        registry.add(registration + "client-id", () -> OidcProvider.CLIENT);
        registry.add(registration + "client-secret", () -> OidcProvider.SECRET);
        registry.add(registration + "scope", () -> "openid,email");
        registry.add(
                "spring.security.oauth2.client.provider.company.issuer-uri", () -> "http://localhost:" + PROVIDER_PORT);
    }

    /** Instead of at any port that is free, since the address is known before the start. */
    @TestConfiguration(proxyBeanMethods = false)
    static class AtItsPublicAddress {

        @Bean
        WebServerFactoryCustomizer<ConfigurableServletWebServerFactory> publicPort() {
            return server -> server.setPort(PORT);
        }
    }
}
