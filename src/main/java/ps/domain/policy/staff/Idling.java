package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * How long somebody has done nothing, noted in a session while a form waits in it. Such a session is kept for longer than
 * others, so that the form is not lost; but whoever is signed in is so for no longer than anybody else.
 *
 * @param allowed for how long nothing may be done, as in sessions without a form
 * @param since when something was done last
 */
record Idling(Duration allowed, Instant since) implements Serializable {

    private static final long serialVersionUID = 1;

    private static final String ATTRIBUTE = "ps.domain.policy.staff.idling";

    private static final Duration FORM_KEPT_FOR = Duration.ofHours(12);

    /** Whether whoever is signed in has done nothing for too long. Where no form waits, the session itself ends. */
    static boolean isOver(HttpServletRequest request, Instant now) {
        HttpSession session = request.getSession(false);
        return session != null
                && session.getAttribute(ATTRIBUTE) instanceof Idling idling
                && !idling.since().plus(idling.allowed()).isAfter(now);
    }

    /** Notes at the end of a request that something was done now. */
    static void note(HttpServletRequest request, Instant now) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return;
        }
        Idling before = session.getAttribute(ATTRIBUTE) instanceof Idling idling
                ? idling
                : new Idling(Duration.ofSeconds(session.getMaxInactiveInterval()), now);
        boolean waits = KeptForm.whoseverIn(request).isPresent()
                || Confirmations.in(request).isPresent();
        if (waits) {
            session.setAttribute(ATTRIBUTE, new Idling(before.allowed(), now));
            session.setMaxInactiveInterval(Math.toIntExact(FORM_KEPT_FOR.toSeconds()));
        } else if (session.getAttribute(ATTRIBUTE) != null) {
            session.removeAttribute(ATTRIBUTE);
            session.setMaxInactiveInterval(Math.toIntExact(before.allowed().toSeconds()));
        }
    }
}
