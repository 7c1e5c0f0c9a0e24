package ps.domain.policy.staff;

import jakarta.validation.constraints.Email;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How staff come in.
 *
 * @param firstAdmin the email address of the first administrator; as long as nobody has a password, every start logs a
 *     one-time link, good for an hour, with which that person sets one
 */
@Validated
@ConfigurationProperties("policy.staff")
record StaffSettings(@Nullable @Email String firstAdmin) {

    StaffSettings {
        firstAdmin = firstAdmin == null || firstAdmin.isBlank() ? null : firstAdmin.strip();
    }
}
