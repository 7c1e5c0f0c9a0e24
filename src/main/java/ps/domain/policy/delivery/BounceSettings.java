package ps.domain.policy.delivery;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How reports of what could not be delivered are taken over HTTP.
 *
 * @param token the bearer token with which a mail system posts them to /hooks/bounces, 20 characters at least;
 *     without one, that address is not there
 */
@ConfigurationProperties("policy.delivery.bounces")
record BounceSettings(@Nullable String token) {

    private static final int SHORTEST = 20;

    BounceSettings {
        token = token == null || token.isEmpty() ? null : token;
        if (token != null && token.length() < SHORTEST) {
            throw new IllegalArgumentException("policy.delivery.bounces.token must have at least " + SHORTEST
                    + " characters, best from a password generator");
        }
    }

    @Override
    public String toString() {
        return "BounceSettings[]";
    }
}
