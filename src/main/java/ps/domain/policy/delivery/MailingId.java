package ps.domain.policy.delivery;

import java.util.UUID;

/** Names a mailing. */
public record MailingId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
