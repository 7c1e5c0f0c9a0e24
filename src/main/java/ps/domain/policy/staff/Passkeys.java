package ps.domain.policy.staff;

import com.webauthn4j.util.exception.WebAuthnException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.webauthn.api.AuthenticatorAssertionResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorAttestationResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorSelectionCriteria;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.PublicKeyCredential;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRpEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.ResidentKeyRequirement;
import org.springframework.security.web.webauthn.api.UserVerificationRequirement;
import org.springframework.security.web.webauthn.jackson.WebauthnJacksonModule;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialCreationOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialRequestOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutableRelyingPartyRegistrationRequest;
import org.springframework.security.web.webauthn.management.JdbcUserCredentialRepository;
import org.springframework.security.web.webauthn.management.RelyingPartyAuthenticationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyPublicKey;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;
import org.springframework.security.web.webauthn.management.WebAuthnRelyingPartyOperations;
import org.springframework.security.web.webauthn.management.Webauthn4JRelyingPartyOperations;
import org.springframework.stereotype.Component;
import ps.domain.policy.site.Links;
import ps.domain.policy.site.SiteSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Passkeys (W3C Web Authentication, level 3). They belong to the host of {@code policy.public-url} and answer pages from
 * there only. Each has to verify its user, by a fingerprint or a PIN, so that one is both factors. What a browser is
 * asked waits in the session, and is good for one answer.
 */
@Component
class Passkeys {

    private static final String ASKED = "ps.domain.policy.staff.passkey-asked";
    private static final String OFFERED = "ps.domain.policy.staff.passkey-offered";

    private static final String OFFERED_AT = "ps.domain.policy.staff.passkey-offered-at";

    /** Whoever gets hold of the session later has come too late. */
    private static final Duration OFFERED_FOR = Duration.ofMinutes(15);

    static final int LONGEST_NAME = 100;

    private static final TypeReference<PublicKeyCredential<AuthenticatorAttestationResponse>> NEW =
            new TypeReference<>() {};

    private static final TypeReference<PublicKeyCredential<AuthenticatorAssertionResponse>> KNOWN =
            new TypeReference<>() {};

    private final JsonMapper json =
            JsonMapper.builder().addModule(new WebauthnJacksonModule()).build();

    private final UserCredentialRepository keys;
    private final WebAuthnRelyingPartyOperations ceremonies;
    private final boolean offered;
    private final Clock clock;

    Passkeys(StaffAccounts accounts, JdbcTemplate jdbc, SiteSettings site, Links links, Clock clock) {
        this.keys = new JdbcUserCredentialRepository(jdbc);
        this.ceremonies = ceremonies(new PasskeyOwners(accounts), keys, site);
        this.offered = links.areSecure() || site.publicUrl().getHost().equals("localhost");
        this.clock = clock;
    }

    private static WebAuthnRelyingPartyOperations ceremonies(
            PasskeyOwners owners, UserCredentialRepository keys, SiteSettings site) {
        URI url = site.publicUrl();
        Webauthn4JRelyingPartyOperations ceremonies = new Webauthn4JRelyingPartyOperations(
                owners,
                keys,
                PublicKeyCredentialRpEntity.builder()
                        .id(url.getHost())
                        .name(site.company())
                        .build(),
                Set.of(url.getScheme() + "://" + url.getAuthority()));
        ceremonies.setCustomizeCreationOptions(
                options -> options.authenticatorSelection(AuthenticatorSelectionCriteria.builder()
                        .residentKey(ResidentKeyRequirement.REQUIRED)
                        .userVerification(UserVerificationRequirement.REQUIRED)
                        .build()));
        ceremonies.setCustomizeRequestOptions(
                options -> options.userVerification(UserVerificationRequirement.REQUIRED));
        return ceremonies;
    }

    /** A passkey as its owner knows it. */
    record Passkey(
            String id,
            String name,
            Instant addedAt,
            @Nullable Instant lastUsedAt) {}

    /** Whether browsers would: they do over TLS, and for this machine (W3C Secure Contexts). */
    boolean areOffered() {
        return offered;
    }

    /** What the browser is to make a passkey by. */
    String offer(UUID account, HttpSession session) {
        PublicKeyCredentialCreationOptions options = ceremonies.createPublicKeyCredentialCreationOptions(
                new ImmutablePublicKeyCredentialCreationOptionsRequest(named(account)));
        session.setAttribute(OFFERED, options);
        session.setAttribute(OFFERED_AT, clock.instant());
        return json.writeValueAsString(options);
    }

    /** Adds the passkey that a browser made by the last offer, if it did. */
    boolean add(UUID account, String credential, String name, HttpServletRequest request) {
        Optional<PublicKeyCredentialCreationOptions> options = taken(
                        OFFERED, PublicKeyCredentialCreationOptions.class, request)
                .filter(mine -> mine.getUser().getId().equals(PasskeyOwners.handleOf(account)));
        Optional<Instant> at = taken(OFFERED_AT, Instant.class, request)
                .filter(then -> !then.plus(OFFERED_FOR).isBefore(clock.instant()));
        if (options.isEmpty() || at.isEmpty()) {
            return false;
        }
        try {
            ceremonies.registerCredential(new ImmutableRelyingPartyRegistrationRequest(
                    options.get(), new RelyingPartyPublicKey(json.readValue(credential, NEW), name)));
            return true;
        } catch (JacksonException | IllegalArgumentException | WebAuthnException wrong) {
            return false;
        }
    }

    /** What the browser is to ask a passkey of this account by. */
    String ask(UUID account, HttpSession session) {
        return ask(named(account), session);
    }

    /** What the browser is to ask any passkey by that it has for this host. */
    String ask(HttpSession session) {
        return ask((Authentication) null, session);
    }

    private String ask(@Nullable Authentication of, HttpSession session) {
        PublicKeyCredentialRequestOptions options =
                ceremonies.createCredentialRequestOptions(new ImmutablePublicKeyCredentialRequestOptionsRequest(of));
        session.setAttribute(ASKED, options);
        return json.writeValueAsString(options);
    }

    /** Whose passkey answered what was asked last, if it did. */
    Optional<UUID> answered(String credential, HttpServletRequest request) {
        Optional<PublicKeyCredentialRequestOptions> options =
                taken(ASKED, PublicKeyCredentialRequestOptions.class, request);
        if (options.isEmpty()) {
            return Optional.empty();
        }
        try {
            PublicKeyCredentialUserEntity owner = ceremonies.authenticate(
                    new RelyingPartyAuthenticationRequest(options.get(), json.readValue(credential, KNOWN)));
            return AccountBytes.parse(owner.getId().getBytes());
        } catch (JacksonException | IllegalArgumentException | WebAuthnException wrong) {
            return Optional.empty();
        }
    }

    /** Those of an account, the oldest first. */
    List<Passkey> of(UUID account) {
        return keys.findByUserId(PasskeyOwners.handleOf(account)).stream()
                .sorted(Comparator.comparing(CredentialRecord::getCreated))
                .map(key -> new Passkey(
                        key.getCredentialId().toBase64UrlString(),
                        key.getLabel(),
                        key.getCreated(),
                        key.getLastUsed().equals(key.getCreated()) ? null : key.getLastUsed()))
                .toList();
    }

    /** Removes one of an account's; another's is left alone. */
    Optional<Passkey> remove(UUID account, String id) {
        Optional<Passkey> found =
                of(account).stream().filter(key -> key.id().equals(id)).findFirst();
        found.ifPresent(key -> keys.delete(Bytes.fromBase64(key.id())));
        return found;
    }

    private static <T> Optional<T> taken(String name, Class<T> type, HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return Optional.empty();
        }
        Object value = session.getAttribute(name);
        session.removeAttribute(name);
        return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
    }

    /** Somebody with an account, for a library that asks for no more than the name. */
    private static Authentication named(UUID account) {
        return UsernamePasswordAuthenticationToken.authenticated(account.toString(), null, List.of());
    }
}
