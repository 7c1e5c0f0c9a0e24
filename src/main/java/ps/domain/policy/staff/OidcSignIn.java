package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientPropertiesMapper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizationRequestRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2LoginAuthenticationFilter;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.RedirectStrategy;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import ps.domain.policy.site.Links;
import ps.domain.policy.staff.Confirmation.Refusal;

/**
 * Signing in with a provider that speaks OpenID Connect, where {@code spring.security.oauth2.client.registration.*} names
 * one. Whoever comes from there is let in as the active account with the address that the provider has verified; no
 * account is ever made of it, and none of the provider's tokens is kept. Whoever is in already and has no password signs
 * in there once more to confirm that they are still the same person.
 */
@Configuration(proxyBeanMethods = false)
class OidcSignIn {

    private static final String BASE = "/admin/sign-in/oidc";

    /** Where whoever is not let in is told so. */
    private static final String REFUSED = "/admin/sign-in?provider-refused";

    /** The request parameter of those who are in already. */
    private static final String CONFIRMING = "confirming";

    /** In what a provider was asked for: whose confirmation it is to be, and since when it counts. */
    private static final String CONFIRMATION = "ps.domain.policy.staff.confirmation";

    private static final String ASKED_AT = "ps.domain.policy.staff.asked-at";

    /** By how much the provider's clock may be off; a minute is what its tokens are allowed, too. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final RedirectStrategy REDIRECTS = new DefaultRedirectStrategy();

    private final OidcProviders providers;
    private final StaffSettings settings;
    private final StaffAccounts accounts;
    private final Entrance entrance;
    private final Confirmations confirmations;
    private final Links links;
    private final Clock clock;

    OidcSignIn(
            OidcProviders providers,
            StaffSettings settings,
            StaffAccounts accounts,
            Entrance entrance,
            Confirmations confirmations,
            Links links,
            Clock clock) {
        this.providers = providers;
        this.settings = settings;
        this.accounts = accounts;
        this.entrance = entrance;
        this.confirmations = confirmations;
        this.links = links;
        this.clock = clock;
    }

    /** Asks the provider about itself when somebody first comes by it, so that readers do not depend on it. */
    @Bean
    static ClientRegistrationRepository clientRegistrations(OAuth2ClientProperties properties) {
        return new SupplierClientRegistrationRepository(
                () -> new InMemoryClientRegistrationRepository(List.copyOf(new OAuth2ClientPropertiesMapper(properties)
                        .asClientRegistrations()
                        .values())));
    }

    /**
     * Nothing is asked of a provider once somebody has signed in. Without this bean one would be made that could, with an
     * HTTP client of its own, at each start, whether there is a provider or not.
     */
    @Bean
    static OAuth2AuthorizedClientManager nothingAskedLater() {
        return request -> null;
    }

    void addTo(HttpSecurity http, ClientRegistrationRepository registrations) {
        if (!providers.areThere()) {
            return;
        }
        http.oauth2Login(login -> login.loginPage("/admin/sign-in")
                .clientRegistrationRepository(registrations)
                .authorizedClientRepository(new NothingKept())
                .authorizationEndpoint(endpoint -> endpoint.authorizationRequestResolver(requests(registrations))
                        .authorizationRequestRepository(new Errands()))
                .tokenEndpoint(endpoint -> endpoint.accessTokenResponseClient(tokens()))
                .userInfoEndpoint(endpoint -> endpoint.oidcUserService(people()))
                .redirectionEndpoint(endpoint -> endpoint.baseUri(BASE + "/callback/*"))
                .withObjectPostProcessor(new NothingEntered())
                .successHandler(this::comeBack)
                .failureHandler(this::comeBackWithNothing));
    }

    /** With PKCE (RFC 7636), and the address to come back to made from {@code policy.public-url}, not from the request. */
    private OAuth2AuthorizationRequestResolver requests(ClientRegistrationRepository registrations) {
        DefaultOAuth2AuthorizationRequestResolver requests =
                new DefaultOAuth2AuthorizationRequestResolver(registrations, BASE);
        requests.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce()
                .andThen(request -> request.attributes(attributes ->
                        request.redirectUri(links.to(BASE + "/callback/" + attributes.get("registration_id"))))));
        return new OAuth2AuthorizationRequestResolver() {
            @Override
            public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
                return anew(requests.resolve(request), request);
            }

            @Override
            public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registration) {
                return anew(requests.resolve(request, registration), request);
            }
        };
    }

    /**
     * Has the provider ask for a sign-in, though its session may still run, by whoever came to confirm (OpenID Connect Core
     * 1.0, 3.1.2.1: {@code prompt}, {@code max_age}).
     */
    private @Nullable OAuth2AuthorizationRequest anew(
            @Nullable OAuth2AuthorizationRequest asked, HttpServletRequest request) {
        Optional<Confirmation> waiting = SignedInStaff.current()
                .filter(person -> request.getParameter(CONFIRMING) != null)
                .flatMap(person -> confirmations.of(person.id(), request));
        return asked == null || waiting.isEmpty()
                ? asked
                : OAuth2AuthorizationRequest.from(asked)
                        .additionalParameters(parameters -> {
                            parameters.put("prompt", "login");
                            parameters.put("max_age", "0");
                        })
                        .attributes(attributes -> {
                            attributes.put(CONFIRMATION, waiting.get().id());
                            attributes.put(ASKED_AT, clock.instant());
                        })
                        .build();
    }

    private static OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> tokens() {
        RestClientAuthorizationCodeTokenResponseClient tokens = new RestClientAuthorizationCodeTokenResponseClient();
        tokens.setRestClient(RestClient.builder()
                .requestFactory(impatient())
                .configureMessageConverters(converters -> converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build());
        return tokens;
    }

    private static OidcUserService people() {
        RestTemplate claims = new RestTemplate(impatient());
        claims.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
        DefaultOAuth2UserService asked = new DefaultOAuth2UserService();
        asked.setRestOperations(claims);
        OidcUserService people = new OidcUserService();
        people.setOauth2UserService(asked);
        return people;
    }

    /** A provider that does not answer holds nobody up for long; by default it could for ever. */
    private static ClientHttpRequestFactory impatient() {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(PATIENCE).build());
        requests.setReadTimeout(PATIENCE);
        return requests;
    }

    private void comeBack(HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        if (request.getAttribute(CONFIRMATION) instanceof UUID id) {
            confirmations.withId(id, request).ifPresent(waiting -> confirm(waiting, authentication, request));
            REDIRECTS.sendRedirect(request, response, ConfirmationController.PATH);
        } else {
            letIn(request, response, authentication);
        }
    }

    private void comeBackWithNothing(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        if (request.getAttribute(CONFIRMATION) instanceof UUID id) {
            confirmations
                    .withId(id, request)
                    .ifPresent(waiting -> confirmations.refuse(waiting, Refusal.NOBODY, request));
            REDIRECTS.sendRedirect(request, response, ConfirmationController.PATH);
        } else if (isTooLate(failure) && KeptForm.in(request).isPresent()) {
            REDIRECTS.sendRedirect(request, response, "/admin/sign-in");
        } else {
            REDIRECTS.sendRedirect(request, response, REFUSED);
        }
    }

    /** Whether nobody was sent to the provider from this session, such as when that of a confirmation has ended meanwhile. */
    private static boolean isTooLate(AuthenticationException failure) {
        return SignedInStaff.current().isEmpty()
                && failure instanceof OAuth2AuthenticationException answer
                && answer.getError().getErrorCode().equals("authorization_request_not_found");
    }

    private void confirm(Confirmation waiting, Authentication authentication, HttpServletRequest request) {
        boolean same = account(authentication)
                .filter(account -> account.id().equals(waiting.account()))
                .isPresent();
        if (!same) {
            confirmations.refuse(waiting, Refusal.SOMEBODY_ELSE, request);
        } else if (!isAnew(authentication, request)) {
            confirmations.refuse(waiting, Refusal.NOT_ASKED_ANEW, request);
        } else {
            confirmations.give(waiting, request);
        }
    }

    /**
     * Whether the provider says that the person signed in there after we had asked for it ({@code auth_time}, which it has
     * to send where {@code max_age} was asked for: OpenID Connect Core 1.0, 2).
     */
    private boolean isAnew(Authentication authentication, HttpServletRequest request) {
        return request.getAttribute(ASKED_AT) instanceof Instant asked
                && authentication.getPrincipal() instanceof OidcUser user
                && Optional.ofNullable(user.getIdToken().getAuthenticatedAt())
                        .filter(at -> !at.isBefore(asked.minus(CLOCK_SKEW))
                                && !at.isAfter(clock.instant().plus(CLOCK_SKEW)))
                        .isPresent();
    }

    private void letIn(HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        Optional<StaffAccount> account = account(authentication);
        if (account.isEmpty()) {
            REDIRECTS.sendRedirect(request, response, REFUSED);
            return;
        }
        String factor = FactorGrantedAuthority.AUTHORIZATION_CODE_AUTHORITY;
        Authentication staff = settings.oidcCountsAsSecondFactor()
                ? entrance.whole(account.get(), factor)
                : entrance.afterFirst(account.get(), factor);
        entrance.enter(staff, request, response);
        entrance.goOn(staff, request, response);
    }

    private Optional<StaffAccount> account(Authentication authentication) {
        return verifiedAddress(authentication)
                .map(StaffAccount::normalized)
                .flatMap(accounts::findByEmail)
                .filter(StaffAccount::isActive);
    }

    /** An address that anybody may have typed there proves nothing. */
    private static Optional<String> verifiedAddress(Authentication authentication) {
        return authentication.getPrincipal() instanceof OidcUser user && Boolean.TRUE.equals(user.getEmailVerified())
                ? Optional.ofNullable(user.getEmail())
                : Optional.empty();
    }

    /** What the provider was asked for, and why: that waits here, and the provider does not learn it. */
    private static final class Errands implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {

        private final HttpSessionOAuth2AuthorizationRequestRepository sessions =
                new HttpSessionOAuth2AuthorizationRequestRepository();

        @Override
        public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
            return sessions.loadAuthorizationRequest(request);
        }

        @Override
        public void saveAuthorizationRequest(
                OAuth2AuthorizationRequest asked, HttpServletRequest request, HttpServletResponse response) {
            Optional<StaffPath> to = StaffPath.of(request.getParameter("to"));
            sessions.saveAuthorizationRequest(
                    to.isEmpty()
                            ? asked
                            : OAuth2AuthorizationRequest.from(asked)
                                    .attributes(attributes -> attributes.put(
                                            Entrance.WANTED, to.get().value()))
                                    .build(),
                    request,
                    response);
        }

        @Override
        public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
                HttpServletRequest request, HttpServletResponse response) {
            OAuth2AuthorizationRequest asked = sessions.removeAuthorizationRequest(request, response);
            if (asked != null) {
                for (String why : List.of(Entrance.WANTED, CONFIRMATION, ASKED_AT)) {
                    request.setAttribute(why, asked.getAttribute(why));
                }
            }
            return asked;
        }
    }

    /** Whose the session is, {@link Entrance} decides: until then it stays that of whoever it was. */
    private static final class NothingEntered implements ObjectPostProcessor<OAuth2LoginAuthenticationFilter> {

        @Override
        public <O extends OAuth2LoginAuthenticationFilter> O postProcess(O filter) {
            filter.setSecurityContextRepository(new NullSecurityContextRepository());
            return filter;
        }
    }

    /** We ask the provider for nothing later, so its tokens are of no use. */
    private static final class NothingKept implements OAuth2AuthorizedClientRepository {

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // the interface has it so
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String registration, Authentication principal, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication principal,
                HttpServletRequest request,
                HttpServletResponse response) {
            // Not kept.
        }

        @Override
        public void removeAuthorizedClient(
                String registration,
                Authentication principal,
                HttpServletRequest request,
                HttpServletResponse response) {
            // Nothing is kept.
        }
    }
}
