package ps.domain.policy.staff;

import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How staff come in.
 *
 * @param firstAdmin the email address of the first administrator; as long as nobody has a password, every start logs a
 *     one-time link, good for an hour, with which that person sets one
 * @param secondFactorRequiredFor the roles that need a second factor, with commas between them; empty for none
 * @param factorKey 32 random bytes in Base64 (`openssl rand -base64 32`), with which the secrets of authenticator apps
 *     are encrypted; without it, only passkeys are offered
 * @param resetSecondFactor the email address of somebody who has lost every second factor, where no administrator can
 *     help; the start takes all of them away, so remove this afterwards
 * @param oidcCountsAsSecondFactor whether signing in with an OpenID Connect provider is both factors, since the provider
 *     asks for the second one
 */
@ConfigurationProperties("policy.staff")
record StaffSettings(
        @Nullable String firstAdmin,
        @DefaultValue({"APPROVER", "ADMIN"}) Set<Role> secondFactorRequiredFor,
        @Nullable String factorKey,
        @Nullable String resetSecondFactor,
        @DefaultValue("true") boolean oidcCountsAsSecondFactor) {

    private static final int KEY_BYTES = 32;

    StaffSettings {
        firstAdmin = stripped(firstAdmin);
        resetSecondFactor = stripped(resetSecondFactor);
        requireAddress("policy.staff.first-admin", firstAdmin);
        requireAddress("policy.staff.reset-second-factor", resetSecondFactor);
        factorKey = stripped(factorKey);
        if (factorKey != null && decoded(factorKey).length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "policy.staff.factor-key must be 32 random bytes in Base64: 'openssl rand -base64 32' makes such a key");
        }
    }

    /** The key in bytes. */
    Optional<byte[]> factorKeyBytes() {
        return Optional.ofNullable(factorKey).map(StaffSettings::decoded);
    }

    private static void requireAddress(String name, @Nullable String address) {
        if (address != null && !StaffAccount.canBeAddress(address)) {
            throw new IllegalArgumentException(name + " must be an email address, and not " + address);
        }
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    private static @Nullable String stripped(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "StaffSettings";
    }
}
