package ps.domain.policy.staff;

import java.io.Serializable;
import java.util.UUID;
import org.springframework.security.core.AuthenticatedPrincipal;
import ps.domain.policy.text.Language;

/**
 * Somebody whose password was right and who has to do one thing more before being signed in. A type of its own, so that
 * whatever asks who is signed in finds nobody.
 *
 * @param account the account
 * @param language what its owner's pages are written in
 * @param next what is left to do
 */
record HalfSignedIn(UUID account, Language language, Next next) implements AuthenticatedPrincipal, Serializable {

    private static final long serialVersionUID = 1;

    /** What is left to do, and the one thing that may be done. */
    enum Next {
        /** Show the second factor. */
        PROVE("/admin/sign-in/second"),

        /** Set one up, since the role needs one and there is none. */
        SET_UP("/admin/me/second-factor");

        private final String path;

        Next(String path) {
            this.path = path;
        }

        /** Where it is done. */
        String path() {
            return path;
        }

        /** What lets one in there. */
        String authority() {
            return "MAY_" + name();
        }
    }

    /** The account's id, by which sessions are found. */
    @Override
    public String getName() {
        return account.toString();
    }
}
