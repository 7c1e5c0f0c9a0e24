package ps.domain.policy.delivery;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A message that came back, as far as it can be read.
 *
 * @param subject made fit to be shown, as the sender
 * @param recipients those that it reports on
 * @param returnPaths the deliveries that the addresses it came to were made for
 * @param messageIds the deliveries whose Message-IDs it names
 */
record Report(
        Kind kind,
        String subject,
        String sender,
        List<ReportedRecipient> recipients,
        Set<UUID> returnPaths,
        Set<UUID> messageIds) {

    /** What a message is taken for. */
    enum Kind {
        /** Says that a message did not arrive. */
        FAILURE,
        /** Says that a message is delayed, or where it got. */
        PROGRESS,
        /** Written by a machine in place of a person: out of office, read. */
        AUTO_REPLY,
        /** Somebody called the message unwanted (RFC 5965). */
        COMPLAINT,
        /** Something else: most likely from a person. */
        OTHER,
        /** Cannot be read. */
        UNREADABLE
    }

    static Report unreadable() {
        return new Report(Kind.UNREADABLE, "", "", List.of(), Set.of(), Set.of());
    }
}
