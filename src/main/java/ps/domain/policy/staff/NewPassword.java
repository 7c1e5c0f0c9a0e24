package ps.domain.policy.staff;

import org.jspecify.annotations.Nullable;
import org.springframework.validation.Errors;

/**
 * A password as somebody typed it, twice.
 *
 * @param password the first time
 * @param repeated the second time
 */
record NewPassword(String password, String repeated) {

    NewPassword(@Nullable String password, @Nullable String repeated) {
        this.password = password == null ? "" : password;
        this.repeated = repeated == null ? "" : repeated;
    }

    /** Says what stands against it for the account with this address. */
    void validate(String email, Errors errors) {
        PasswordFlaw.of(password, email)
                .forEach(flaw -> errors.rejectValue("password", "staff.password-flaw." + flaw.name()));
        if (!errors.hasErrors() && !password.equals(repeated)) {
            errors.rejectValue("repeated", "staff.password-flaw.DIFFERENT");
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "NewPassword";
    }
}
