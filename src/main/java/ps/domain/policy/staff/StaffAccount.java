package ps.domain.policy.staff;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.util.Assert;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.text.Language;

/** A person who works here. Accounts are deactivated and never deleted, since the audit trail speaks of them. */
@Entity
@Table(name = "staff_account")
@SuppressWarnings("UnusedVariable") // some fields are for the database alone
class StaffAccount {

    private static final int LONGEST_EMAIL = 254;

    private static final Pattern ADDRESS = Pattern.compile("[^@\\s\\p{Cc}]{1,64}@[^@\\s\\p{Cc}]+");

    static final int LONGEST_NAME = 200;

    @Id
    private UUID id;

    private String email;

    private String name;

    @Enumerated(EnumType.STRING)
    private Role role;

    @Enumerated(EnumType.STRING)
    private Language language;

    private @Nullable String passwordHash;

    private Instant createdAt;

    private @Nullable Instant deactivatedAt;

    @Version
    private int revision;

    /** For Hibernate, which fills the fields. */
    @SuppressWarnings("NullAway.Init")
    protected StaffAccount() {}

    /**
     * Somebody new, who has no password yet.
     *
     * @throws IllegalArgumentException for a name that is empty or an address that cannot be one
     */
    StaffAccount(String email, String name, Role role, Language language, Instant at) {
        this.id = UUID.randomUUID();
        this.email = normalized(email);
        this.name = name.strip();
        this.role = role;
        this.language = language;
        this.createdAt = at.truncatedTo(ChronoUnit.MICROS);
        Assert.isTrue(canBeAddress(this.email), "A staff account needs an email address");
        Assert.isTrue(!this.name.isEmpty() && this.name.length() <= LONGEST_NAME, "A staff account needs a name");
    }

    /** The form in which addresses are kept and compared: case says nothing. */
    static String normalized(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    /** Whether mail could reach this. */
    static boolean canBeAddress(String email) {
        return email.length() <= LONGEST_EMAIL && ADDRESS.matcher(email).matches();
    }

    UUID id() {
        return id;
    }

    String email() {
        return email;
    }

    String name() {
        return name;
    }

    Role role() {
        return role;
    }

    Language language() {
        return language;
    }

    Instant createdAt() {
        return createdAt;
    }

    boolean hasPassword() {
        return passwordHash != null;
    }

    boolean may(Role wanted) {
        return role.includes(wanted);
    }

    boolean isActive() {
        return deactivatedAt == null;
    }

    /** The password as hashed, for somebody who may sign in with one. */
    Optional<String> usablePasswordHash() {
        return isActive() ? Optional.ofNullable(passwordHash) : Optional.empty();
    }

    /**
     * Replaces the password.
     *
     * @throws ConcurrencyFailureException for an account that somebody deactivated at the same moment
     */
    void setPasswordHash(String hash) {
        if (!isActive()) {
            throw new ConcurrencyFailureException("A deactivated account gets no password");
        }
        this.passwordHash = hash;
    }

    void speak(Language chosen) {
        this.language = chosen;
    }

    /** Lets the person do more, or less. */
    void become(Role other) {
        this.role = other;
    }

    /** Lets somebody in again who was let in no more. The password is another one from then on, or none yet. */
    void reactivate() {
        this.deactivatedAt = null;
        this.passwordHash = null;
    }

    /**
     * Lets the person in no more.
     *
     * @throws IllegalStateException if that is so already
     */
    void deactivate(Instant at) {
        Assert.state(isActive(), "This account is deactivated already");
        this.deactivatedAt = at.truncatedTo(ChronoUnit.MICROS);
    }

    Actor toActor() {
        return new Actor(id, name);
    }

    StaffPrincipal toPrincipal() {
        return new StaffPrincipal(id, email, name, role, language);
    }

    /** What the audit trail calls this account. */
    String subject() {
        return "staff:" + id;
    }
}
