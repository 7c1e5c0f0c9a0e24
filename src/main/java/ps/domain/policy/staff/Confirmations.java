package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.staff.Confirmation.Refusal;

/**
 * How those confirm who they are who have no password: by signing in once more where their company's accounts are, or with
 * a passkey. Whoever has a password is asked for that, and for nothing less.
 */
@Component
class Confirmations {

    private static final String ATTRIBUTE = "ps.domain.policy.staff.confirmation";

    private final StaffAccounts accounts;
    private final Passkeys passkeys;
    private final OidcProviders providers;
    private final AuditTrail trail;
    private final TransactionTemplate transactions;
    private final Clock clock;

    Confirmations(
            StaffAccounts accounts,
            Passkeys passkeys,
            OidcProviders providers,
            AuditTrail trail,
            TransactionTemplate transactions,
            Clock clock) {
        this.accounts = accounts;
        this.passkeys = passkeys;
        this.providers = providers;
        this.trail = trail;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Whether this person confirms so, having no password and another way. */
    boolean areFor(StaffPrincipal person) {
        boolean hasPassword =
                accounts.findById(person.id()).filter(StaffAccount::hasPassword).isPresent();
        return !hasPassword && (providers.areThere() || hasPasskey(person));
    }

    boolean hasPasskey(StaffPrincipal person) {
        return passkeys.areOffered() && !passkeys.of(person.id()).isEmpty();
    }

    /** The one that this person is at, if there is one. */
    Optional<Confirmation> of(UUID account, HttpServletRequest request) {
        return in(request).filter(waiting -> waiting.account().equals(account));
    }

    /** The one that waits in the session, whoever is there. */
    static Optional<Confirmation> in(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(ATTRIBUTE) instanceof Confirmation waiting
                ? Optional.of(waiting)
                : Optional.empty();
    }

    /**
     * Uses up what was confirmed for this very form, sent by this person; or keeps it until that is done, in front of what
     * waits already.
     */
    void require(StaffPrincipal person, String act, HttpServletRequest request) {
        KeptForm form = KeptForm.of(request);
        Optional<Confirmation> first = of(person.id(), request);
        Optional<Confirmation> same = first.stream()
                .flatMap(Confirmation::all)
                .filter(known -> known.form().equals(form))
                .findFirst();
        Confirmation others = first.map(known -> same.isPresent() ? known.without(same.get()) : known)
                .orElse(null);
        if (same.flatMap(known -> known.validUntil(clock.instant())).isEmpty()) {
            request.getSession().setAttribute(ATTRIBUTE, Confirmation.wanted(person.id(), act, form, others));
            throw new NotConfirmed();
        }
        request.getSession().setAttribute(ATTRIBUTE, others);
    }

    /** What waits first is forgotten; what waited before it is next. */
    void drop(HttpServletRequest request) {
        request.getSession()
                .setAttribute(ATTRIBUTE, in(request).map(Confirmation::before).orElse(null));
    }

    /** The account is that of the one who is at it: it counts for the form that waits. */
    void give(Confirmation waiting, HttpServletRequest request) {
        request.getSession().setAttribute(ATTRIBUTE, waiting.given(clock.instant()));
    }

    /** Refuses an attempt, which leaves a trace; the form waits on. */
    void refuse(Confirmation waiting, Refusal why, HttpServletRequest request) {
        accounts.findById(waiting.account())
                .ifPresent(account -> transactions.executeWithoutResult(transaction -> trail.record(
                        account.toActor(),
                        "staff.confirmation-refused",
                        account.subject(),
                        Map.of("reason", why.name()))));
        request.getSession().setAttribute(ATTRIBUTE, waiting.refused(why));
    }

    /** The one that somebody left for the provider with, if nothing has taken its place meanwhile. */
    Optional<Confirmation> withId(UUID id, HttpServletRequest request) {
        return in(request).filter(waiting -> waiting.id().equals(id));
    }
}
