package ps.domain.policy.staff;

import java.io.Serializable;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.text.Language;

/**
 * The person who is signed in, as the session remembers them. Sessions outlive restarts, so this holds nothing but
 * plain values, and no password.
 *
 * @param id the account
 * @param email the address that the person signs in with
 * @param name what colleagues call them
 * @param role what they may do
 * @param language what their pages are written in
 */
public record StaffPrincipal(UUID id, String email, String name, Role role, Language language)
        implements UserDetails, Serializable {

    private static final long serialVersionUID = 1;

    /** The person as the audit trail names them. */
    public Actor actor() {
        return new Actor(id, name);
    }

    StaffPrincipal speaking(Language chosen) {
        return new StaffPrincipal(id, email, name, role, chosen);
    }

    @Override
    public List<GrantedAuthority> getAuthorities() {
        return List.of(new SimpleGrantedAuthority("ROLE_" + role));
    }

    /** None: the hash stays in the database. */
    @Override
    public @Nullable String getPassword() {
        return null;
    }

    /** The account's id, which does not change with the address and by which sessions are found. */
    @Override
    public String getUsername() {
        return id.toString();
    }
}
