package ps.domain.policy.delivery;

import java.net.IDN;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What came back: kept as it came, and if it says that a message did not arrive, the delivery is no longer accepted. */
@Component
public class Bounces {

    /** No more of a message is kept; what a report is about stands at its beginning. */
    static final int LARGEST = 1024 * 1024;

    /** What is reported as failed is looked for so far back: an address alone says little of an older message. */
    private static final Duration RECENT = Duration.ofDays(30);

    /** A report can be quicker than the record of the relay's answer. */
    private static final Duration QUICKER = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final Clock clock;

    Bounces(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Where a message came from. */
    enum Source {
        MAILBOX,
        HOOK
    }

    /**
     * Keeps a message, in a transaction of its own, and does what follows from it. Nothing happens for one that is kept
     * already; of one about a recipient who was forgotten, only what became of the message is kept.
     *
     * @param message as it came; what is beyond the largest size is not kept
     * @return whether it was news
     */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public boolean keep(byte[] message, Source source) {
        boolean cut = message.length > LARGEST;
        byte[] raw = cut ? Arrays.copyOf(message, LARGEST) : message;
        Report report = ReportReader.read(raw);
        List<Found> found = report.recipients().stream()
                .map(recipient -> find(report, recipient))
                .toList();
        if (found.isEmpty()) {
            found = List.of(find(report, NOBODY));
        }
        boolean forgotten = found.stream().anyMatch(this::isForgotten);
        Instant now = clock.instant();
        Optional<Long> id = jdbc.sql("""
                INSERT INTO bounce_report (received_at, source, digest, raw, cut, kind, subject, sender, open)
                VALUES (:at, :source, :digest, :raw, :cut, :kind, :subject, :sender, :open)
                ON CONFLICT (digest) DO NOTHING
                RETURNING id
                """)
                .param("at", DeliveryQueue.utc(now))
                .param("source", source.name())
                .param("digest", sha256(raw))
                .param("raw", forgotten ? new byte[0] : raw)
                .param("cut", cut)
                .param("kind", report.kind().name())
                .param("subject", forgotten ? "" : report.subject())
                .param("sender", forgotten ? "" : report.sender())
                .param("open", !forgotten && isForStaff(report, found))
                .query(Long.class)
                .optional();
        if (id.isEmpty()) {
            return false;
        }
        for (int i = 0; i < found.size(); i++) {
            add(id.get(), i + 1, forgotten ? found.get(i).withoutRecipient() : found.get(i), now);
        }
        settle();
        return true;
    }

    private static final ReportedRecipient NOBODY = new ReportedRecipient(null, null, null, null, null);

    /** How it is known which delivery a report is about, the surest first. */
    private enum MatchedBy {
        VERP,
        MESSAGE_ID,
        RECIPIENT
    }

    private record Found(
            ReportedRecipient recipient,
            @Nullable UUID delivery,
            @Nullable MatchedBy by) {

        Found withoutRecipient() {
            return new Found(
                    new ReportedRecipient(recipient.action(), recipient.status(), null, null, null), delivery, by);
        }
    }

    private static boolean isForStaff(Report report, List<Found> found) {
        return switch (report.kind()) {
            case FAILURE -> found.stream().anyMatch(one -> one.delivery() == null);
            case COMPLAINT, OTHER, UNREADABLE -> true;
            case PROGRESS, AUTO_REPLY -> false;
        };
    }

    private Found find(Report report, ReportedRecipient recipient) {
        Optional<UUID> verp =
                report.returnPaths().stream().filter(this::isDelivery).findFirst();
        if (verp.isPresent()) {
            return new Found(recipient, verp.get(), MatchedBy.VERP);
        }
        Optional<UUID> named =
                report.messageIds().stream().filter(this::isDelivery).findFirst();
        if (named.isPresent()) {
            return new Found(recipient, named.get(), MatchedBy.MESSAGE_ID);
        }
        String original = recipient.originalRecipient();
        String last = recipient.finalRecipient();
        Optional<UUID> sentTo = only(last).or(() -> only(original));
        return sentTo.map(id -> new Found(recipient, id, MatchedBy.RECIPIENT))
                .orElseGet(() -> new Found(recipient, null, null));
    }

    /** Whether nobody is to know any more whom the message went to: the report would say it again. */
    private boolean isForgotten(Found found) {
        return found.delivery() != null
                && jdbc.sql("SELECT is_pseudonym(address) FROM delivery WHERE id = :id")
                        .param("id", found.delivery())
                        .query(Boolean.class)
                        .single();
    }

    private boolean isDelivery(UUID id) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM delivery WHERE id = :id)")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    /** The one message that was accepted for an address of late; none if there are several. */
    private Optional<UUID> only(@Nullable String address) {
        if (address == null || address.indexOf('@') < 1) {
            return Optional.empty();
        }
        // There are few mailings, and an index for the addresses of each.
        List<UUID> candidates = jdbc.sql("""
                SELECT delivery.id
                FROM mailing
                JOIN delivery ON delivery.mailing_id = mailing.id
                             AND lower(delivery.address) IN (lower(:address), lower(:asSent), lower(:asWritten))
                WHERE delivery.state = 'ACCEPTED' AND delivery.answered_at > :since
                LIMIT 2
                """)
                .param("address", address)
                .param("asSent", asSent(address))
                .param("asWritten", asWritten(address))
                .param("since", DeliveryQueue.utc(clock.instant().minus(RECENT)))
                .query(UUID.class)
                .list();
        return candidates.size() == 1 ? Optional.of(candidates.getFirst()) : Optional.empty();
    }

    /** With the domain as it is sent to. */
    private static String asSent(String address) {
        try {
            return Mailbox.parse(address).toString();
        } catch (IllegalArgumentException notOne) {
            return address;
        }
    }

    /** With the domain as people write it: that is how addresses are kept, and servers name it as it was sent to. */
    private static String asWritten(String address) {
        int domain = address.lastIndexOf('@') + 1;
        return address.substring(0, domain) + IDN.toUnicode(address.substring(domain));
    }

    private void add(long report, int position, Found found, Instant now) {
        ReportedRecipient recipient = found.recipient();
        jdbc.sql("""
                INSERT INTO bounce (report_id, position, delivery_id, matched_by, action, status, final_recipient,
                  original_recipient, diagnostic, received_at)
                VALUES (:report, :position, :delivery, :by, :action, :status, :finalRecipient, :originalRecipient,
                  :diagnostic, :at)
                """)
                .param("report", report)
                .param("position", position)
                .param("delivery", found.delivery(), Types.OTHER)
                .param("by", nameOf(found.by()), Types.VARCHAR)
                .param("action", nameOf(recipient.action()), Types.VARCHAR)
                .param("status", recipient.status(), Types.VARCHAR)
                .param("finalRecipient", recipient.finalRecipient(), Types.VARCHAR)
                .param("originalRecipient", recipient.originalRecipient(), Types.VARCHAR)
                .param("diagnostic", recipient.diagnostic(), Types.VARCHAR)
                .param("at", DeliveryQueue.utc(now))
                .update();
    }

    private static @Nullable String nameOf(@Nullable Enum<?> value) {
        return value == null ? null : value.name();
    }

    /**
     * Has every delivery bounce that a report of the last day says so of and that is accepted. One that was accepted again
     * since then is not: the report was about the time before.
     *
     * @return how many bounced
     */
    @Transactional
    int settle() {
        return jdbc.sql("""
                WITH failed AS (
                  SELECT DISTINCT ON (delivery_id) delivery_id, received_at, status, diagnostic
                  FROM bounce
                  WHERE action = 'FAILED' AND delivery_id IS NOT NULL AND received_at > :since
                  ORDER BY delivery_id, received_at DESC
                ), bounced AS (
                  UPDATE delivery
                  SET state = 'BOUNCED', bounced_at = failed.received_at, bounce_status = failed.status,
                      bounce_text = failed.diagnostic
                  FROM failed
                  WHERE delivery.id = failed.delivery_id AND delivery.state = 'ACCEPTED'
                    AND delivery.answered_at <= failed.received_at + make_interval(secs => :quicker)
                  RETURNING mailing_id
                ), counted AS (
                  INSERT INTO mailing_count AS count (mailing_id, shard, counted, deliveries)
                  SELECT mailing_id, 0, counted, sum(change)
                  FROM (
                    SELECT mailing_id, 'ACCEPTED' AS counted, -1 AS change FROM bounced
                    UNION ALL
                    SELECT mailing_id, 'BOUNCED', 1 FROM bounced
                  ) changes
                  GROUP BY mailing_id, counted ORDER BY mailing_id, counted
                  ON CONFLICT (mailing_id, shard, counted)
                    DO UPDATE SET deliveries = count.deliveries + excluded.deliveries
                )
                SELECT count(*) FROM bounced
                """)
                .param("since", DeliveryQueue.utc(clock.instant().minus(Duration.ofDays(1))))
                .param("quicker", QUICKER.toSeconds())
                .query(Integer.class)
                .single();
    }

    /**
     * What came back, the newest first.
     *
     * @param openOnly whether only what staff should look at
     * @param before the number that they stand before
     * @param most how many at most
     */
    @Transactional(readOnly = true)
    public List<Bounce> newestFirst(boolean openOnly, long before, int most) {
        return jdbc.sql("""
                SELECT report.id, report.received_at, report.kind, report.subject, report.sender, report.cut,
                       octet_length(report.raw) = 0 AS emptied,
                       bounce.delivery_id, delivery.mailing_id, delivery.address, bounce.action, bounce.status,
                       coalesce(bounce.original_recipient, bounce.final_recipient) AS recipient, bounce.diagnostic
                FROM bounce_report AS report
                JOIN bounce ON bounce.report_id = report.id AND bounce.position = 1
                LEFT JOIN delivery ON delivery.id = bounce.delivery_id
                WHERE report.id < :before AND (report.open OR NOT :openOnly)
                ORDER BY report.id DESC
                LIMIT :most
                """)
                .param("before", before)
                .param("openOnly", openOnly)
                .param("most", most)
                .query((row, n) -> new Bounce(
                        row.getLong("id"),
                        DeliveryQueue.instant(row, "received_at"),
                        row.getString("kind"),
                        row.getString("subject"),
                        row.getString("sender"),
                        row.getBoolean("cut"),
                        row.getBoolean("emptied"),
                        row.getObject("mailing_id", UUID.class) == null
                                ? null
                                : new MailingId(row.getObject("mailing_id", UUID.class)),
                        row.getString("address"),
                        new ReportedRecipient(
                                row.getString("action") == null
                                        ? null
                                        : ReportedRecipient.Action.valueOf(row.getString("action")),
                                row.getString("status"),
                                row.getString("recipient"),
                                null,
                                row.getString("diagnostic"))))
                .list();
    }

    /** A message as it came. */
    public Optional<byte[]> raw(long id) {
        return jdbc.sql("SELECT raw FROM bounce_report WHERE id = :id")
                .param("id", id)
                .query((row, n) -> row.getBytes("raw"))
                .optional();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
