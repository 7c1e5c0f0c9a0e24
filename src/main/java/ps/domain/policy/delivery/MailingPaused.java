package ps.domain.policy.delivery;

import java.time.Instant;

/** A mailing was paused because of trouble that concerns everybody, and waits for a person. */
public record MailingPaused(MailingId mailing, Trouble trouble, Instant at) {}
