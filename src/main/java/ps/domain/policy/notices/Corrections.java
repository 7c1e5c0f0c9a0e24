package ps.domain.policy.notices;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.delivery.Letter;
import ps.domain.policy.delivery.Mailings;
import ps.domain.policy.delivery.Progress;
import ps.domain.policy.notices.Correction.Announced;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Entry;
import ps.domain.policy.versions.Meanwhile;
import ps.domain.policy.versions.Postponement;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;
import ps.domain.policy.versions.Withdrawal;

/**
 * What follows for account holders when a version is withdrawn or postponed. At once, nothing more is sent of its notices.
 * A moment later, when nothing is on the wire any more and so it is certain who was told, exactly those get a correction;
 * and if the version was postponed, the others of its audience are told of it with the new day. What is still to be done
 * follows from what is recorded, so that it survives whatever happens meanwhile.
 */
@Component
public class Corrections {

    private static final String NONE_YET = "…";

    private final JdbcClient jdbc;
    private final Notices notices;
    private final Mailings mailings;
    private final PublishedVersions versions;
    private final CorrectionMail mail;
    private final AuditTrail trail;
    private final NoticeSettings settings;
    private final TransactionTemplate transactions;
    private final Clock clock;

    Corrections(
            JdbcClient jdbc,
            Notices notices,
            Mailings mailings,
            PublishedVersions versions,
            CorrectionMail mail,
            AuditTrail trail,
            NoticeSettings settings,
            TransactionTemplate transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.notices = notices;
        this.mailings = mailings;
        this.versions = versions;
        this.mail = mail;
        this.trail = trail;
        this.settings = settings;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** How many were told of a version so far; no addresses if there was no notice of it. */
    @Transactional(readOnly = true)
    public Reach reach(Version version) {
        List<Notice> changes = changesOf(version.number());
        List<Progress> progress = changes.stream()
                .map(notice -> mailings.progress(notice.mailing()))
                .toList();
        // Whoever is told by a later notice was not told by an earlier one, so that they can be added up; of addresses,
        // those of a catch-up are new.
        return new Reach(
                changes.stream()
                        .filter(notice -> notice.equals(changes.getFirst()) || notice.kind() == NoticeKind.CATCH_UP)
                        .mapToLong(notice -> mailings.progress(notice.mailing()).total())
                        .sum(),
                progress.stream()
                        .mapToLong(one -> one.accepted() + one.bounced()) // what came back may have been read before
                        .sum(),
                progress.stream().mapToLong(Progress::ambiguous).sum(),
                progress.stream().mapToLong(Progress::inFlight).sum());
    }

    /**
     * What would be sent to those who were told of a version, in both languages; none if there was no notice of it.
     *
     * @param postponedTo the new day, or null for a withdrawal
     * @param reason as far as it is written
     */
    @Transactional(readOnly = true)
    public List<MailPreview> preview(Version version, @Nullable LocalDate postponedTo, BilingualText reason) {
        Timeline timeline = versions.recordedTimeline();
        Correction correction = new Correction(
                version,
                postponedTo,
                new BilingualText(orNoneYet(reason.ar()), orNoneYet(reason.en())),
                Meanwhile.before(version, postponedTo, timeline, clock.instant()));
        return changesOf(version.number()).stream()
                .limit(1)
                .map(notice -> announced(notice, version, timeline))
                .flatMap(announced -> Arrays.stream(Language.values())
                        .map(language -> preview(
                                language,
                                mail.write(correction, List.of(announced), Reference.sampleOf(version.number())))))
                .toList();
    }

    /** What followed for account holders from the last withdrawal or postponement of a version; none if not known yet. */
    @Transactional(readOnly = true)
    public Optional<Settlement> settlement(Version version) {
        return jdbc.sql("""
                SELECT told, untold,
                       (SELECT id FROM notice WHERE tells_of = settled.tells_of AND kind = 'CORRECTION') AS correction,
                       (SELECT id FROM notice WHERE tells_of = settled.tells_of AND kind = 'CHANGE') AS change
                FROM notice_settlement AS settled
                WHERE tells_of = (SELECT max(seq) FROM policy_chain WHERE version_number = :version)
                """)
                .param("version", version.number())
                .query((row, n) -> new Settlement(
                        row.getLong("told"),
                        row.getLong("untold"),
                        row.getObject("correction", UUID.class),
                        row.getObject("change", UUID.class)))
                .optional();
    }

    private static MailPreview preview(Language language, List<Letter> letters) {
        Letter letter = letters.stream()
                .filter(candidate -> candidate.variant().startsWith(language + "."))
                .findFirst()
                .orElseThrow();
        return MailPreview.of(letter, language);
    }

    private static String orNoneYet(String text) {
        return text.isBlank() ? NONE_YET : text;
    }

    /**
     * Withdraws or postpones a version, and sends nothing more of what was announced of it. Until the transaction ends,
     * nobody else can do either, and no correction is created.
     *
     * @param change withdraws or postpones it, or throws
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void halt(Version version, Runnable change, Actor by) {
        // Locks are taken in the same order everywhere, or two would wait for each other: this one, those of mailings,
        // that of the versions, that of the trail.
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('notice'))").query().singleRow();
        List<Notice> stopped = stopAll(version.number(), by);
        change.run();
        tellOf(stopped, by);
    }

    private List<Notice> stopAll(int version, Actor by) {
        return notices.about(version).stream()
                .filter(notice -> mailings.stop(notice.mailing(), by.name()))
                .toList();
    }

    private void tellOf(List<Notice> stopped, Actor by) {
        stopped.forEach(notice -> trail.record(
                by,
                "notice.stopped",
                "notice:" + notice.reference(),
                Map.of("reason", by.name(), "version", notice.version())));
    }

    /** Creates what is due, of every version; one instance at a time does. */
    void settle() {
        for (int version : unsettled()) {
            transactions.executeWithoutResult(transaction -> settle(version));
        }
    }

    /** The versions whose last entry in the chain is a withdrawal or postponement that still has to be told of. */
    @Transactional(readOnly = true)
    public List<Integer> unsettled() {
        return jdbc.sql("""
                SELECT version_number FROM policy_chain
                WHERE version_number IN (SELECT version_number FROM notice WHERE kind <> 'BREACH')
                GROUP BY version_number
                HAVING max(seq) > min(seq) AND max(seq) NOT IN (SELECT tells_of FROM notice_settlement)
                """).query(Integer.class).list();
    }

    private void settle(int number) {
        if (!notices.lockUnlessTaken() || !unsettled().contains(number)) {
            return; // another instance is at it, or was
        }
        // Whoever withdrew it has done that; but it can have happened in another way.
        tellOf(stopAll(number, Actor.APPLICATION), Actor.APPLICATION);
        if (notices.about(number).stream().anyMatch(notice -> mailings.isAnyInHand(notice.mailing()))) {
            return; // only its end shows whether somebody was told
        }
        Timeline timeline = versions.recordedTimeline();
        Version version = timeline.version(number).orElseThrow();
        Entry last = timeline.laterEntriesOf(version).getLast();
        switch (last) {
            case Withdrawal withdrawal -> settle(version, withdrawal, null, withdrawal.reason(), timeline);
            case Postponement postponement ->
                settle(version, postponement, postponement.to(), postponement.reason(), timeline);
            case Version publication -> throw new IllegalStateException(publication + " came later than itself");
        }
    }

    private void settle(
            Version version, Entry entry, @Nullable LocalDate postponedTo, BilingualText reason, Timeline timeline) {
        Instant now = clock.instant();
        UUID correction = UUID.randomUUID();
        int told = fixTold(correction, version);
        if (told > 0) {
            String reference = Reference.of(version.number());
            notices.create(
                    new NewNotice(
                            correction,
                            NoticeKind.CORRECTION,
                            version.number(),
                            entry.seal().seq(),
                            reference,
                            mail.write(
                                    new Correction(
                                            version,
                                            postponedTo,
                                            reason,
                                            Meanwhile.before(version, postponedTo, timeline, now)),
                                    announcedTo(correction, version, timeline),
                                    reference),
                            now,
                            told,
                            fixErased(correction, version)),
                    """
                    SELECT recipient.delivery_id AS id, recipient.email AS address,
                           coalesce(recipient.language, 'ar') || '.' || earlier.reference AS variant,
                           recipient.corrects AS follows
                    FROM notice_recipient AS recipient
                    JOIN delivery ON delivery.id = recipient.corrects
                    JOIN notice AS earlier ON earlier.mailing_id = delivery.mailing_id
                    WHERE recipient.notice_id = :notice AND recipient.leads
                    """,
                    Actor.APPLICATION);
        }
        UUID again = UUID.randomUUID();
        int untold = postponedTo == null ? 0 : fixUntold(again, correction, version);
        if (untold > 0) {
            String reference = Reference.of(version.number());
            notices.create(
                    new NewNotice(
                            again,
                            NoticeKind.CHANGE,
                            version.number(),
                            entry.seal().seq(),
                            reference,
                            notices.changeLetters(version, timeline, now, reference),
                            now.plus(settings.hold()),
                            untold,
                            fixErasedAndUntold(again, version)),
                    Notices.TO_ALL,
                    Actor.APPLICATION);
        }
        jdbc.sql("""
                INSERT INTO notice_settlement (tells_of, settled_at, told, untold) VALUES (:entry, :at, :told, :untold)
                """)
                .param("entry", entry.seal().seq())
                .param("at", now.atOffset(ZoneOffset.UTC))
                .param("told", told)
                .param("untold", untold)
                .update();
    }

    /**
     * The recipients of notices about a version who can still be written to. Where the one who leads an address was erased
     * since, another one who shares it leads.
     */
    private static final String KNOWN = """
            heir AS MATERIALIZED (
              SELECT other.notice_id, other.delivery_id, min(other.client_id) AS client_id
              FROM notice_recipient AS head
              JOIN notice_recipient AS other
                ON other.notice_id = head.notice_id AND other.delivery_id = head.delivery_id
               AND NOT is_pseudonym(other.email)
              WHERE head.notice_id IN (SELECT id FROM notice WHERE version_number = :version)
                AND head.leads AND is_pseudonym(head.email)
              GROUP BY other.notice_id, other.delivery_id
            ), known AS NOT MATERIALIZED (
              SELECT recipient.notice_id, recipient.client_id, email, language, recipient.delivery_id,
                     leads OR heir.client_id IS NOT NULL AS leads
              FROM notice_recipient AS recipient
              LEFT JOIN heir
                ON heir.notice_id = recipient.notice_id AND heir.delivery_id = recipient.delivery_id
               AND heir.client_id = recipient.client_id
              WHERE NOT is_pseudonym(email)
            )""";

    /**
     * Writes down who was told of a version, by whichever notice, as they were written to then. One statement, and so one
     * look at the deliveries: what an instance that was thought dead records later changes nothing any more.
     */
    private int fixTold(UUID correction, Version version) {
        return jdbc.sql("""
                WITH told AS MATERIALIZED (
                  SELECT reached.id, notice.id AS notice_id, uuidv7() AS fresh
                  FROM notice JOIN delivery_reached AS reached ON reached.mailing_id = notice.mailing_id
                  WHERE notice.version_number = :version AND notice.kind IN ('CHANGE', 'CATCH_UP')
                ), %s
                INSERT INTO notice_recipient (notice_id, client_id, email, language, delivery_id, leads, corrects)
                SELECT :correction, client_id, email, language, told.fresh, leads, told.id
                FROM told JOIN known ON known.notice_id = told.notice_id AND known.delivery_id = told.id
                """.formatted(KNOWN))
                .param("version", version.number())
                .param("correction", correction)
                .update();
    }

    /** Writes down who was told and cannot be written to any more, since their data were erased. */
    private int fixErased(UUID correction, Version version) {
        return jdbc.sql("""
                INSERT INTO notice_unreached (notice_id, client_id, reason, email)
                SELECT DISTINCT ON (client_id) :correction, client_id, 'ERASED', email
                FROM notice
                JOIN notice_recipient AS recipient ON recipient.notice_id = notice.id AND is_pseudonym(email)
                WHERE notice.version_number = :version AND notice.kind IN ('CHANGE', 'CATCH_UP')
                  AND EXISTS (SELECT FROM delivery_reached AS reached WHERE reached.id = recipient.delivery_id)
                ORDER BY client_id
                """)
                .param("version", version.number())
                .param("correction", correction)
                .update();
    }

    /** Writes down who of the first audience was not told: all but those who get the correction. */
    private int fixUntold(UUID again, UUID correction, Version version) {
        return jdbc.sql("""
                WITH %s, untold AS MATERIALIZED (
                  SELECT notice_id, delivery_id, uuidv7() AS fresh
                  FROM known
                  WHERE leads
                    AND notice_id = (
                      SELECT id FROM notice
                      WHERE version_number = :version AND kind = 'CHANGE' ORDER BY tells_of LIMIT 1
                    )
                    AND NOT EXISTS (
                      SELECT FROM notice_recipient AS told
                      WHERE told.notice_id = :correction AND told.client_id = known.client_id
                    )
                )
                INSERT INTO notice_recipient (notice_id, client_id, email, language, delivery_id, leads)
                SELECT :again, client_id, email, language, untold.fresh, leads
                FROM untold JOIN known ON known.notice_id = untold.notice_id AND known.delivery_id = untold.delivery_id
                """.formatted(KNOWN))
                .param("version", version.number())
                .param("correction", correction)
                .param("again", again)
                .update();
    }

    /** Writes down who of the first audience was not told, and cannot be since their data were erased. */
    private int fixErasedAndUntold(UUID again, Version version) {
        return jdbc.sql("""
                INSERT INTO notice_unreached (notice_id, client_id, reason, email)
                SELECT DISTINCT ON (client_id) :again, client_id, 'ERASED', email
                FROM notice_recipient AS recipient
                WHERE is_pseudonym(email)
                  AND notice_id = (
                    SELECT id FROM notice
                    WHERE version_number = :version AND kind = 'CHANGE' ORDER BY tells_of LIMIT 1
                  )
                  AND NOT EXISTS (SELECT FROM delivery_reached AS reached WHERE reached.id = recipient.delivery_id)
                ORDER BY client_id
                """)
                .param("version", version.number())
                .param("again", again)
                .update();
    }

    /** The notices by which those were told who get a correction. */
    private List<Announced> announcedTo(UUID correction, Version version, Timeline timeline) {
        List<UUID> mailingsThatTold =
                jdbc.sql("""
                SELECT DISTINCT delivery.mailing_id
                FROM notice_recipient AS recipient JOIN delivery ON delivery.id = recipient.corrects
                WHERE recipient.notice_id = :correction
                """).param("correction", correction).query(UUID.class).list();
        return changesOf(version.number()).stream()
                .filter(notice -> mailingsThatTold.contains(notice.mailing().value()))
                .map(notice -> announced(notice, version, timeline))
                .toList();
    }

    private List<Notice> changesOf(int version) {
        return notices.about(version).stream()
                .filter(notice -> notice.kind().isAboutNewText())
                .toList();
    }

    /** With the day that counted when it was created. */
    private static Announced announced(Notice notice, Version version, Timeline timeline) {
        LocalDate day = Stream.concat(Stream.of(version), timeline.laterEntriesOf(version).stream())
                .filter(entry -> entry.seal().seq() == notice.tellsOf())
                .map(entry -> switch (entry) {
                    case Version published -> published.effectiveFrom();
                    case Postponement postponement -> postponement.to();
                    case Withdrawal withdrawal ->
                        throw new IllegalStateException(withdrawal + " was announced as a change");
                })
                .findFirst()
                .orElseThrow();
        return new Announced(notice.reference(), day);
    }
}
