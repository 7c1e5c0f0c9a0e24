package ps.domain.policy.staff;

import static org.springframework.security.config.Customizer.withDefaults;
import static org.springframework.security.web.context.HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.context.SecurityContextHolderFilter;

/**
 * An OpenID Connect provider of its own, where everybody has the same password; addresses are names there. It does what
 * {@code prompt} and {@code auth_time} are for, unless told otherwise.
 */
final class OidcProvider implements AutoCloseable {

    static final String CLIENT = "policy";

    static final String SECRET = "not-a-secret";

    static final String PASSWORD = "known there only";

    /** Whoever's address begins so has not verified it. */
    static final String UNVERIFIED = "unverified.";

    /** When somebody has signed in there, by its own clock. */
    private static final Map<String, Instant> SIGNED_IN = new ConcurrentHashMap<>();

    /** The same however often it starts, since what was read of it is remembered. */
    private static final JWKSet KEYS = keys();

    private static volatile Clock clock = Clock.systemUTC();

    private static volatile Manner manner = Manner.PROPER;

    /** What it does for whoever asks for a new sign-in. */
    enum Manner {
        PROPER,

        /** It lets people through who have signed in there before. */
        LETS_THROUGH,

        /** It says nothing of when. */
        TELLS_NO_TIME
    }

    private final ConfigurableApplicationContext application;

    private OidcProvider(ConfigurableApplicationContext application) {
        this.application = application;
    }

    static OidcProvider start(int port, String comingBackTo) {
        SpringApplication provider = new SpringApplication(Provider.class);
        provider.setRegisterShutdownHook(false);
        return new OidcProvider(provider.run(
                "--server.port=" + port,
                "--coming-back-to=" + comingBackTo,
                "--spring.config.name=provider",
                "--spring.main.banner-mode=off",
                "--spring.jmx.enabled=false"));
    }

    void behaves(Manner how, Clock by) {
        manner = how;
        clock = by;
    }

    private static JWKSet keys() {
        try {
            return new JWKSet(new RSAKeyGenerator(2048).keyID("one").generate());
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        application.close();
    }

    @TestConfiguration(proxyBeanMethods = false)
    @EnableWebSecurity
    @ImportAutoConfiguration({TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class})
    static class Provider {

        @Bean
        @Order(1)
        SecurityFilterChain protocol(HttpSecurity http) {
            OAuth2AuthorizationServerConfigurer protocol = new OAuth2AuthorizationServerConfigurer();
            return http.securityMatcher(protocol.getEndpointsMatcher())
                    .with(protocol, server -> server.oidc(withDefaults()))
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .oauth2ResourceServer(server -> server.jwt(withDefaults()))
                    .addFilterBefore(new AskedAnew(), SecurityContextHolderFilter.class)
                    .exceptionHandling(exceptions ->
                            exceptions.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
                    .build();
        }

        @Bean
        @Order(2)
        SecurityFilterChain signIn(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .formLogin(form -> form.successHandler(new SavedRequestAwareAuthenticationSuccessHandler() {
                        @Override
                        public void onAuthenticationSuccess(
                                HttpServletRequest request, HttpServletResponse response, Authentication who)
                                throws IOException, ServletException {
                            SIGNED_IN.put(who.getName(), clock.instant());
                            super.onAuthenticationSuccess(request, response, who);
                        }
                    }))
                    .build();
        }

        /** As little work as can be: what it does without one is 64 times as much, for each token. */
        @Bean
        PasswordEncoder encoder() {
            return new BCryptPasswordEncoder(4);
        }

        @Bean
        UserDetailsService people(PasswordEncoder encoder) {
            String hash = encoder.encode(PASSWORD);
            return name -> User.withUsername(name).password(hash).build();
        }

        @Bean
        RegisteredClientRepository clients(PasswordEncoder encoder, Environment environment) {
            return new InMemoryRegisteredClientRepository(RegisteredClient.withId(
                            UUID.randomUUID().toString())
                    .clientId(CLIENT)
                    .clientSecret(encoder.encode(SECRET))
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                    .redirectUri(environment.getRequiredProperty("coming-back-to"))
                    .scope("openid")
                    .scope("email")
                    .clientSettings(
                            ClientSettings.builder().requireProofKey(true).build())
                    .build());
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> addresses() {
            return token -> {
                String name = Objects.requireNonNull(token.<Authentication>getPrincipal())
                        .getName();
                boolean verified = !name.startsWith(UNVERIFIED);
                token.getClaims()
                        .claim("email", verified ? name : name.substring(UNVERIFIED.length()))
                        .claim("email_verified", verified)
                        .claims(claims -> claims.remove("auth_time"));
                if (manner != Manner.TELLS_NO_TIME) {
                    token.getClaims().claim("auth_time", Date.from(Objects.requireNonNull(SIGNED_IN.get(name))));
                }
            };
        }

        @Bean
        JWKSource<SecurityContext> source() {
            return new ImmutableJWKSet<>(KEYS);
        }

        @Bean
        JwtDecoder decoder(JWKSource<SecurityContext> keys) {
            return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
        }

        @Bean
        AuthorizationServerSettings settings() {
            return AuthorizationServerSettings.builder().build();
        }
    }

    /** Forgets for each request with {@code prompt=login}, once, who had signed in before. */
    private static final class AskedAnew extends HttpFilter {

        private static final long serialVersionUID = 1;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String state = "asked " + request.getParameter("state");
            if (manner != Manner.LETS_THROUGH
                    && "login".equals(request.getParameter("prompt"))
                    && request.getSession().getAttribute(state) == null) {
                request.getSession().setAttribute(state, true);
                request.getSession().removeAttribute(SPRING_SECURITY_CONTEXT_KEY);
            }
            chain.doFilter(request, response);
        }
    }
}
