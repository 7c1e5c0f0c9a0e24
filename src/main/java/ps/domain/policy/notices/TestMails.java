package ps.domain.policy.notices;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.delivery.Letter;
import ps.domain.policy.delivery.MailingId;
import ps.domain.policy.delivery.Mailings;
import ps.domain.policy.delivery.NewMailing;
import ps.domain.policy.staff.StaffPrincipal;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;

/** Mails that staff send to themselves, the way that all mail goes, to see what others would get. */
@Component
public class TestMails {

    /** So many within a time, for each person. */
    private static final int MOST = 6;

    private static final Duration WITHIN = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final Mailings mailings;
    private final AuditTrail trail;
    private final MessageSource messages;
    private final Clock clock;

    TestMails(JdbcClient jdbc, Mailings mailings, AuditTrail trail, MessageSource messages, Clock clock) {
        this.jdbc = jdbc;
        this.mailings = mailings;
        this.trail = trail;
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * A test mail and what became of it.
     *
     * @param at when it was sent, as HTML
     * @param state as in message keys
     */
    public record Sent(String at, String address, String state) {}

    /**
     * Sends a mail to the person who asks for it, with a subject that says that it is a test.
     *
     * @param subject what it is a test of, as on the trail
     * @return whether it was sent: not if that person sent many of late
     */
    @Transactional
    public boolean send(MailPreview mail, StaffPrincipal to, String subject) {
        Instant now = clock.instant();
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('test_mail'))").query().singleRow();
        long recent = jdbc.sql("SELECT count(*) FROM test_mail WHERE staff_id = :staff AND at > :since")
                .param("staff", to.id())
                .param("since", now.minus(WITHIN).atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
        if (recent >= MOST) {
            return false;
        }
        Language language = mail.language();
        String marked = messages.getMessage("mail.test.subject", new Object[] {mail.subject()}, language.locale());
        MailingId mailing = mailings.create(
                NewMailing.passing("test", new Letter(language.tag(), marked, mail.html(), mail.text()), now));
        mailings.enqueue(
                mailing,
                "SELECT uuidv7() AS id, :address AS address, :variant AS variant, NULL::uuid AS follows",
                Map.of("address", to.email(), "variant", language.tag()));
        jdbc.sql("INSERT INTO test_mail (mailing_id, staff_id, at) VALUES (:mailing, :staff, :at)")
                .param("mailing", mailing.value())
                .param("staff", to.id())
                .param("at", now.atOffset(ZoneOffset.UTC))
                .update();
        trail.record(to.actor(), "notice.tested", subject, Map.of("language", language.tag()));
        return true;
    }

    /** Forgets who sent themselves some, long ago. */
    @Transactional
    public int forget(Instant before) {
        return jdbc.sql("DELETE FROM test_mail WHERE at < :before")
                .param("before", before.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The last one that somebody sent, in the last hour. */
    @Transactional(readOnly = true)
    public Optional<Sent> lastOf(StaffPrincipal person, Language language) {
        return jdbc.sql("""
                SELECT mailing_id, at FROM test_mail WHERE staff_id = :staff AND at > :since ORDER BY at DESC LIMIT 1
                """)
                .param("staff", person.id())
                .param("since", clock.instant().minus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC))
                .query((row, number) -> {
                    Instant at = row.getTimestamp("at").toInstant();
                    return mailings
                            .deliveries(new MailingId(row.getObject("mailing_id", UUID.class)), Set.of(), null, 1)
                            .stream()
                            .findFirst()
                            .map(delivery -> new Sent(
                                    Dates.toHtml(at, clock.getZone(), language),
                                    delivery.address(),
                                    NoticePage.nameOf(delivery.state())));
                })
                .optional()
                .flatMap(found -> found);
    }
}
