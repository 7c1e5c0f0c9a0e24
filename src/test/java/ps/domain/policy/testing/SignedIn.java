package ps.domain.policy.testing;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;

import java.util.Locale;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffPrincipal;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.text.Language;

/**
 * Lets MockMvc ask as somebody who is signed in, without going through the door; {@link StaffBrowser} does. What is
 * sent needs {@code csrf()} besides.
 */
public final class SignedIn {

    private SignedIn() {}

    /** As a new colleague with this role, who reads English. */
    public static RequestPostProcessor as(StaffRegistration staff, Role role) {
        String name = role.name().toLowerCase(Locale.ROOT);
        return as(staff.register(name + "@staff.example", name, role, Language.EN, null, Actor.APPLICATION));
    }

    /** As somebody with an account. */
    public static RequestPostProcessor as(StaffPrincipal person) {
        return authentication(UsernamePasswordAuthenticationToken.authenticated(person, null, person.getAuthorities()));
    }
}
