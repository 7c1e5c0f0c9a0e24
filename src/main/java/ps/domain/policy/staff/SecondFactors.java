package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.staff.Authenticators.Authenticator;
import ps.domain.policy.staff.HalfSignedIn.Next;
import ps.domain.policy.staff.Passkeys.Passkey;
import ps.domain.policy.staff.StaffMail.Event;

/**
 * What people prove besides their password: passkeys, an authenticator app, and recovery codes for the day on which both
 * are lost. Every change is on the trail, and its owner is told by mail.
 */
@Component
class SecondFactors {

    private final StaffSettings settings;
    private final StaffAccounts accounts;
    private final Authenticators authenticators;
    private final Passkeys passkeys;
    private final RecoveryCodes codes;
    private final Sessions sessions;
    private final StaffMail mail;
    private final AuditTrail trail;
    private final JdbcClient jdbc;

    SecondFactors(
            StaffSettings settings,
            StaffAccounts accounts,
            Authenticators authenticators,
            Passkeys passkeys,
            RecoveryCodes codes,
            Sessions sessions,
            StaffMail mail,
            AuditTrail trail,
            JdbcClient jdbc) {
        this.settings = settings;
        this.accounts = accounts;
        this.authenticators = authenticators;
        this.passkeys = passkeys;
        this.codes = codes;
        this.sessions = sessions;
        this.mail = mail;
        this.trail = trail;
        this.jdbc = jdbc;
        if (!settings.secondFactorRequiredFor().isEmpty() && !authenticators.areOffered() && !passkeys.areOffered()) {
            throw new IllegalStateException(
                    "policy.staff.second-factor-required-for asks for second factors, but there can be none: passkeys need"
                            + " an https address in policy.public-url, and authenticator apps a policy.staff.factor-key,"
                            + " which 'openssl rand -base64 32' makes");
        }
    }

    /**
     * What an account has.
     *
     * @param required whether the role needs one at least
     * @param recoveryCodes how many are still good
     */
    record Had(Optional<Authenticator> authenticator, List<Passkey> passkeys, int recoveryCodes, boolean required) {

        /** Recovery codes alone are none: they go with one of the others. */
        public boolean isAny() {
            return authenticator.isPresent() || !passkeys.isEmpty();
        }
    }

    /** What came of a step: whether it was done, and the recovery codes that go with a first factor. */
    record Outcome(boolean done, List<String> recoveryCodes) {

        private static final Outcome REFUSED = new Outcome(false, List.of());

        /** Without the codes. */
        @Override
        public String toString() {
            return "Outcome[" + done + "]";
        }
    }

    @Transactional(readOnly = true)
    Had of(StaffAccount account) {
        return new Had(
                authenticators.of(account.id()),
                passkeys.of(account.id()),
                codes.left(account.id()),
                settings.secondFactorRequiredFor().contains(account.role()));
    }

    /** What is left to do for somebody whose password was right. */
    Optional<Next> leftFor(StaffAccount account) {
        Had had = of(account);
        if (had.isAny()) {
            return Optional.of(Next.PROVE);
        }
        return had.required() ? Optional.of(Next.SET_UP) : Optional.empty();
    }

    /** Takes six digits from the app, or a recovery code, of which the owner is told. */
    @Transactional
    boolean take(StaffAccount account, String typed) {
        String code = europeanDigits(typed);
        if (code.matches("\\d{6}")) {
            return authenticators.take(account.id(), code);
        }
        boolean used = codes.use(account.id(), code);
        if (used) {
            record(account, "staff.recovery-code-used", Event.RECOVERY_CODE_USED, account.toActor());
        }
        return used;
    }

    @Transactional
    Outcome addAuthenticator(StaffAccount account, String sealed, String code) {
        lock(account.id());
        Had before = of(account);
        boolean again = authenticators.isInUse(account.id(), sealed);
        if (!authenticators.add(account.id(), sealed, europeanDigits(code))) {
            return Outcome.REFUSED;
        }
        if (again) {
            // Pressed twice: the browser shows the second answer, so the codes in that have to be good.
            return new Outcome(true, before.passkeys().isEmpty() ? renewCodes(account) : List.of());
        }
        return added(account, "staff.authenticator-added", !before.isAny());
    }

    @Transactional
    Outcome addPasskey(StaffAccount account, String credential, String name, HttpServletRequest request) {
        lock(account.id());
        boolean first = !of(account).isAny();
        if (!passkeys.add(account.id(), credential, name, request)) {
            return Outcome.REFUSED;
        }
        return added(account, "staff.passkey-added", first);
    }

    private Outcome added(StaffAccount account, String action, boolean first) {
        record(account, action, Event.SECOND_FACTOR_ADDED, account.toActor());
        return new Outcome(true, first ? codes.renew(account.id()) : List.of());
    }

    /** Makes new recovery codes, in the place of those before. */
    @Transactional
    List<String> renewCodes(StaffAccount account) {
        lock(account.id());
        record(account, "staff.recovery-codes-renewed", Event.RECOVERY_CODES_RENEWED, account.toActor());
        return codes.renew(account.id());
    }

    /**
     * Removes the app.
     *
     * @throws LastSecondFactor if the role needs one and it is the last
     */
    @Transactional
    void removeAuthenticator(StaffAccount account) {
        lock(account.id());
        if (authenticators.remove(account.id())) {
            removed(account, "staff.authenticator-removed");
        }
    }

    /**
     * Removes a passkey of this account.
     *
     * @throws LastSecondFactor if the role needs one and it is the last
     */
    @Transactional
    void removePasskey(StaffAccount account, String id) {
        lock(account.id());
        if (passkeys.remove(account.id(), id).isPresent()) {
            removed(account, "staff.passkey-removed");
        }
    }

    private void removed(StaffAccount account, String action) {
        Had left = of(account);
        if (!left.isAny()) {
            if (left.required()) {
                throw new LastSecondFactor();
            }
            codes.remove(account.id());
        }
        record(account, action, Event.SECOND_FACTOR_REMOVED, account.toActor());
    }

    /** Takes everything away from somebody who has lost it, and ends their sessions. Whether there was anything. */
    @Transactional
    boolean reset(UUID id, Actor by) {
        lock(id);
        StaffAccount account = accounts.findById(id).orElseThrow(NoSuchColleague::new);
        if (!of(account).isAny()) {
            return false;
        }
        authenticators.remove(id);
        passkeys.of(id).forEach(passkey -> passkeys.remove(id, passkey.id()));
        codes.remove(id);
        sessions.endAll(id);
        record(account, "staff.second-factor-reset", Event.SECOND_FACTOR_RESET, by);
        return true;
    }

    /** Leaves a trace of an attempt by somebody who knows the password. */
    @Transactional
    void refused(StaffAccount account) {
        trail.record(Actor.APPLICATION, "staff.second-factor-refused", account.subject(), Map.of());
    }

    private void record(StaffAccount account, String action, Event event, Actor by) {
        mail.tell(account, event);
        trail.record(by, action, account.subject(), Map.of());
    }

    /** What an account has is changed by one at a time: which factor is the first or the last follows from the others. */
    private void lock(UUID account) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('second-factor:' || :account, 0))")
                .param("account", account.toString())
                .query()
                .singleRow();
    }

    /** Whatever keyboard it was typed on, without spaces. */
    private static String europeanDigits(String typed) {
        StringBuilder code = new StringBuilder();
        typed.codePoints()
                .filter(point -> !Character.isWhitespace(point))
                .forEach(point ->
                        code.appendCodePoint(Character.isDigit(point) ? '0' + Character.digit(point, 10) : point));
        return code.toString();
    }
}
