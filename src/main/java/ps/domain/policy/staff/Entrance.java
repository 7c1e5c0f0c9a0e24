package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.RedirectStrategy;
import org.springframework.security.web.authentication.session.ChangeSessionIdAuthenticationStrategy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CsrfAuthenticationStrategy;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.util.UriComponentsBuilder;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.staff.HalfSignedIn.Next;

/**
 * Lets people in: wholly, or as far as the second factor. Each step has a session id and a CSRF token of its own, so that
 * what somebody planted or saw before is worth nothing after it (OWASP ASVS 4.0, 3.2.1).
 */
@Component
class Entrance {

    /** The second factor where a code was one: Spring Security has no name for it. */
    static final String CODE_AUTHORITY = "FACTOR_CODE";

    /** The request attribute for the page that was wanted, where the request itself comes from elsewhere. */
    static final String WANTED = "ps.domain.policy.staff.wanted";

    private final RedirectStrategy redirects = new DefaultRedirectStrategy();
    private final SecurityContextRepository sessions = new HttpSessionSecurityContextRepository();
    private final ChangeSessionIdAuthenticationStrategy sessionIds = new ChangeSessionIdAuthenticationStrategy();
    private final CsrfAuthenticationStrategy tokens =
            new CsrfAuthenticationStrategy(new HttpSessionCsrfTokenRepository());

    private final SecondFactors factors;
    private final Devices devices;
    private final AuditTrail trail;
    private final TransactionTemplate transactions;
    private final Clock clock;

    Entrance(SecondFactors factors, Devices devices, AuditTrail trail, TransactionTemplate transactions, Clock clock) {
        this.factors = factors;
        this.devices = devices;
        this.trail = trail;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What somebody becomes who has shown one factor: signed in, or half, if another is asked for. */
    Authentication afterFirst(StaffAccount account, String factor) {
        Optional<Next> left = factors.leftFor(account);
        if (left.isEmpty()) {
            return whole(account, factor);
        }
        return token(
                new HalfSignedIn(account.id(), account.language(), left.get()),
                List.of(new SimpleGrantedAuthority(left.get().authority())),
                List.of(),
                factor);
    }

    /** Somebody who has shown all that is asked for, which is on the trail; with what they have shown so far. */
    Authentication whole(StaffAccount account, String... shown) {
        transactions.executeWithoutResult(
                transaction -> trail.record(account.toActor(), "staff.signed-in", account.subject(), Map.of()));
        StaffPrincipal person = account.toPrincipal();
        return token(person, person.getAuthorities(), shownBefore(account), shown);
    }

    /** The moment stands in the place of the request's details, whose client address the session would keep. */
    private Authentication token(
            Object principal,
            List<? extends GrantedAuthority> may,
            List<? extends GrantedAuthority> shownBefore,
            String... shown) {
        Instant now = clock.instant();
        List<GrantedAuthority> authorities = new ArrayList<>(may);
        authorities.addAll(shownBefore);
        Stream.of(shown)
                .map(factor -> FactorGrantedAuthority.withAuthority(factor)
                        .issuedAt(now)
                        .build())
                .forEach(authorities::add);
        UsernamePasswordAuthenticationToken token =
                UsernamePasswordAuthenticationToken.authenticated(principal, null, authorities);
        token.setDetails(now);
        return token;
    }

    private static List<? extends GrantedAuthority> shownBefore(StaffAccount account) {
        Authentication before = SecurityContextHolder.getContext().getAuthentication();
        boolean same = SignedInStaff.halfOf(before)
                .filter(half -> half.account().equals(account.id()))
                .isPresent();
        return before == null || !same
                ? List.of()
                : before.getAuthorities().stream()
                        .filter(FactorGrantedAuthority.class::isInstance)
                        .toList();
    }

    /** Makes the session that of somebody, under another id. */
    void enter(Authentication authentication, HttpServletRequest request, HttpServletResponse response) {
        sessionIds.onAuthentication(authentication, request, response);
        tokens.onAuthentication(authentication, request, response);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentication);
        SecurityContextHolder.setContext(context);
        sessions.saveContext(context, request, response);
        welcome(authentication, request, response);
    }

    /** What goes with coming in, once the session is that of somebody. */
    void welcome(Authentication authentication, HttpServletRequest request, HttpServletResponse response) {
        SignedInStaff.of(authentication).ifPresent(person -> devices.remember(person, request, response));
    }

    /** Leads on whoever has entered: to the next step, to the form that waits for them, or to where they wanted to go. */
    void goOn(Authentication authentication, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<HalfSignedIn> half = SignedInStaff.halfOf(authentication);
        Optional<StaffPath> to = wanted(request);
        if (half.isPresent()) {
            redirects.sendRedirect(request, response, addressOf(half.get().next(), to.orElse(null)));
        } else if (KeptForm.in(request).isPresent()) {
            redirects.sendRedirect(request, response, KeptFormController.PATH);
        } else {
            redirects.sendRedirect(request, response, to.orElse(StaffPath.HOME).value());
        }
    }

    /** Where the sender of a request wanted to go: it says so, or what is known of its sender. */
    private static Optional<StaffPath> wanted(HttpServletRequest request) {
        return StaffPath.of(request.getParameter("to"))
                .or(() ->
                        request.getAttribute(WANTED) instanceof String known ? StaffPath.of(known) : Optional.empty());
    }

    /** Where somebody has to go first who wants to go elsewhere. */
    static String addressOf(Next next, @Nullable StaffPath wanted) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(next.path());
        if (wanted != null && !wanted.equals(StaffPath.HOME)) {
            address.queryParam("to", "{to}");
        }
        return address.encode()
                .buildAndExpand(wanted == null ? "" : wanted.value())
                .toUriString();
    }
}
