package ps.domain.policy.notices;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.delivery.Delivery;
import ps.domain.policy.delivery.Mailings;
import ps.domain.policy.delivery.MessageFiles;
import ps.domain.policy.delivery.Progress;

/** What account holders were told, one by one. */
@Component
class Tellings {

    /** The number of no account holder. */
    private static final long NOBODY = 0;

    private final JdbcClient jdbc;
    private final Notices notices;
    private final Mailings mailings;
    private final MessageFiles messages;

    Tellings(JdbcClient jdbc, Notices notices, Mailings mailings, MessageFiles messages) {
        this.jdbc = jdbc;
        this.notices = notices;
        this.mailings = mailings;
        this.messages = messages;
    }

    /** A row of what was recorded; all but the notice is null where there is nothing. */
    private record Recorded(
            UUID notice,
            @Nullable String address,
            @Nullable UUID delivery,
            @Nullable String reason) {}

    /** Every notice that an account holder got or was not told of, the newest first; corrections only where they got it. */
    @Transactional(readOnly = true)
    List<Telling> of(long clientId) {
        // There are few notices: the primary keys of both tables are probed once for each.
        List<Recorded> recorded = jdbc.sql("""
                SELECT notice.id, recipient.email, recipient.delivery_id, unreached.reason
                FROM notice
                LEFT JOIN notice_recipient AS recipient
                  ON recipient.notice_id = notice.id AND recipient.client_id = :client
                LEFT JOIN notice_unreached AS unreached
                  ON unreached.notice_id = notice.id AND unreached.client_id = :client
                ORDER BY notice.created_at, notice.reference DESC
                """)
                .param("client", clientId)
                .query((row, n) -> new Recorded(
                        row.getObject("id", UUID.class),
                        row.getString("email"),
                        row.getObject("delivery_id", UUID.class),
                        row.getString("reason")))
                .list();
        List<Telling> tellings = new ArrayList<>();
        Set<Integer> addressed = new HashSet<>();
        for (Recorded one : recorded) {
            Notice notice = notices.notice(one.notice()).orElseThrow();
            if (one.delivery() != null && one.address() != null) {
                tellings.add(sent(notice, clientId, one.address(), one.delivery()));
            } else if (one.reason() != null) {
                tellings.add(new Telling.NotReached(notice, one.reason()));
            } else if (notice.kind() == NoticeKind.CHANGE && !addressed.contains(notice.version())) {
                tellings.add(new Telling.NotAddressed(notice));
            }
            // A second notice of a version is for those whom the first did not reach.
            if (notice.kind() != NoticeKind.BREACH && (one.delivery() != null || one.reason() != null)) {
                addressed.add(notice.version());
            }
        }
        return tellings.reversed();
    }

    /** Every notice in which an address is kept under a pseudonym, the newest first. */
    @Transactional(readOnly = true)
    List<Telling> at(String pseudonym) {
        List<Telling> tellings = new ArrayList<>();
        for (Notice notice : notices.all()) {
            // The unique index of each mailing is probed; those who could not be told are few, and read.
            List<UUID> deliveries = jdbc.sql(
                            "SELECT id FROM delivery WHERE mailing_id = :mailing AND lower(address) = :pseudonym")
                    .param("mailing", notice.mailing().value())
                    .param("pseudonym", pseudonym)
                    .query(UUID.class)
                    .list();
            deliveries.forEach(delivery -> tellings.add(sent(notice, NOBODY, pseudonym, delivery)));
            jdbc.sql("SELECT DISTINCT reason FROM notice_unreached WHERE notice_id = :notice AND email = :pseudonym")
                    .param("notice", notice.id())
                    .param("pseudonym", pseudonym)
                    .query(String.class)
                    .list()
                    .forEach(reason -> tellings.add(new Telling.NotReached(notice, reason)));
        }
        return tellings;
    }

    private Telling sent(Notice notice, long clientId, String address, UUID id) {
        Delivery delivery = mailings.delivery(id).orElseThrow();
        return new Telling.Sent(
                notice,
                address,
                delivery,
                messages.messageIdOf(delivery.mailing(), delivery.variant(), id),
                sharing(notice.id(), clientId, id),
                mailings.earlierAttempts(id),
                mailings.letters(delivery.mailing()).stream()
                        .filter(letter -> letter.variant().equals(delivery.variant()))
                        .findFirst()
                        .orElseThrow(),
                delivery.nextAttemptAt() != null
                        && mailings.progress(delivery.mailing()).phase() == Progress.Phase.STOPPED);
    }

    /**
     * Who else got this message. A recipient is found by account holder and not by delivery, which would take an index over
     * every audience: so those are looked at who have the same address now.
     */
    private List<Long> sharing(UUID notice, long clientId, UUID delivery) {
        return jdbc.sql("""
                SELECT other.client_id
                FROM account_holder AS this
                JOIN account_holder AS other
                  ON other.email_key = this.email_key AND other.status <> 'CLOSED' AND other.client_id <> this.client_id
                JOIN notice_recipient AS recipient
                  ON recipient.notice_id = :notice AND recipient.client_id = other.client_id
                 AND recipient.delivery_id = :delivery
                WHERE this.client_id = :client
                ORDER BY other.client_id
                """)
                .param("notice", notice)
                .param("delivery", delivery)
                .param("client", clientId)
                .query(Long.class)
                .list();
    }
}
