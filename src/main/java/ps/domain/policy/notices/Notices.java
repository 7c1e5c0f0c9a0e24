package ps.domain.policy.notices;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.delivery.Letter;
import ps.domain.policy.delivery.MailingId;
import ps.domain.policy.delivery.MailingPaused;
import ps.domain.policy.delivery.Mailings;
import ps.domain.policy.delivery.NewMailing;
import ps.domain.policy.delivery.Precaution;
import ps.domain.policy.delivery.Selection;
import ps.domain.policy.notices.Audiences.Scope;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Meanwhile;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;

/** The notices: what account holders are told, and who was to be told. */
@Component
public class Notices {

    private static final RowMapper<Notice> NOTICE = (row, number) -> new Notice(
            row.getObject("id", UUID.class),
            row.getString("reference"),
            NoticeKind.valueOf(row.getString("kind")),
            row.getInt("version_number"),
            row.getInt("tells_of"),
            new MailingId(row.getObject("mailing_id", UUID.class)),
            row.getTimestamp("created_at").toInstant(),
            row.getString("created_by"),
            row.getLong("account_holders"),
            row.getLong("unreached"));

    /** The deliveries to all who are written down, in their language; Arabic where that is not known. */
    static final String TO_ALL = """
            SELECT delivery_id AS id, email AS address, coalesce(language, 'ar') AS variant, NULL::uuid AS follows
            FROM notice_recipient WHERE notice_id = :notice AND leads
            """;

    private final JdbcClient jdbc;
    private final Mailings mailings;
    private final PublishedVersions versions;
    private final ChangeMail mail;
    private final Audiences audiences;
    private final AuditTrail trail;
    private final NoticeSettings settings;
    private final Clock clock;

    /** What is recorded of a notice never changes. */
    private final Cache<UUID, Notice> followed =
            Caffeine.newBuilder().maximumSize(100).build();

    Notices(
            JdbcClient jdbc,
            Mailings mailings,
            PublishedVersions versions,
            ChangeMail mail,
            Audiences audiences,
            AuditTrail trail,
            NoticeSettings settings,
            Clock clock) {
        this.jdbc = jdbc;
        this.mailings = mailings;
        this.versions = versions;
        this.mail = mail;
        this.audiences = audiences;
        this.trail = trail;
        this.settings = settings;
        this.clock = clock;
    }

    /** How many would be told now, if everybody were. */
    @Transactional(readOnly = true)
    public Audience audience() {
        return audiences.of(Scope.EVERYBODY);
    }

    /**
     * Creates the notice of a version in the transaction that publishes it: its text, its audience and a delivery for
     * each address. Sending begins after the hold.
     *
     * @return how many mails will be sent
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public long announce(Version version, Actor by) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        UUID id = UUID.randomUUID();
        String reference = Reference.of(version.number());
        Audiences.Fixed audience = audiences.fixAll(id, Scope.EVERYBODY);
        return create(
                new NewNotice(
                        id,
                        NoticeKind.CHANGE,
                        version.number(),
                        version.seal().seq(),
                        reference,
                        changeLetters(version, versions.recordedTimeline(), now, reference),
                        now.plus(settings.hold()),
                        audience.accountHolders(),
                        audience.unreached()),
                TO_ALL,
                by);
    }

    /**
     * The mails that would announce a version, one for each language that may come first.
     *
     * @param timeline in which it is published
     */
    public List<MailPreview> rehearse(Version version, Timeline timeline) {
        return changeLetters(version, timeline, clock.instant(), Reference.sampleOf(version.number())).stream()
                .map(letter ->
                        MailPreview.of(letter, Language.ofTag(letter.variant()).orElseThrow()))
                .toList();
    }

    /** What account holders are told of a version now. */
    List<Letter> changeLetters(Version version, Timeline timeline, Instant now, String reference) {
        Version predecessor = timeline.predecessorOf(version)
                .orElseThrow(() -> new IllegalStateException("The first version is not a change"));
        LocalDate from = timeline.effectiveFrom(version);
        return mail.write(version, from, predecessor, Meanwhile.before(version, from, timeline, now), reference);
    }

    /**
     * Creates a notice with its letters and deliveries, and tells the trail of it.
     *
     * @param deliveries SQL that yields them as {@link Mailings#enqueue} wants them, for the parameter {@code notice}
     * @return how many there are
     */
    @Transactional(propagation = Propagation.MANDATORY)
    long create(NewNotice notice, String deliveries, Actor by) {
        MailingId mailing = mailings.create(
                new NewMailing(notice.reference(), notice.letters(), notice.notBefore(), precautionFor(notice)));
        jdbc.sql("""
                INSERT INTO notice (id, reference, kind, version_number, tells_of, mailing_id, created_at, created_by,
                  account_holders, unreached)
                VALUES (:id, :reference, :kind, :version, :tellsOf, :mailing, :at, :by, :accountHolders, :unreached)
                """)
                .param("id", notice.id())
                .param("reference", notice.reference())
                .param("kind", notice.kind().name())
                .param("version", notice.version())
                .param("tellsOf", notice.tellsOf())
                .param("mailing", mailing.value())
                .param("at", clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
                .param("by", by.name())
                .param("accountHolders", notice.accountHolders())
                .param("unreached", notice.unreached())
                .update();
        long addresses = mailings.enqueue(mailing, deliveries, Map.of("notice", notice.id()));
        trail.record(
                by,
                "notice.created",
                "notice:" + notice.reference(),
                Map.of(
                        "kind",
                        notice.kind().name(),
                        "version",
                        notice.version(),
                        "accountHolders",
                        notice.accountHolders(),
                        "addresses",
                        addresses,
                        "fingerprint",
                        new NoticeContent(jdbc).fingerprintOf(notice.id()).hex()));
        return addresses;
    }

    /** A correction waits for nobody: its addresses took a mail days ago, and what they were told is no longer so. */
    private Precaution precautionFor(NewNotice notice) {
        return new Precaution(notice.kind() == NoticeKind.CORRECTION ? 0 : settings.canary(), settings.refusalLimit());
    }

    /**
     * Keeps others, until the transaction ends, from creating notices that follow from what is recorded, and from
     * withdrawing and postponing versions; unless somebody else does that.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean lockUnlessTaken() {
        return jdbc.sql("SELECT pg_try_advisory_xact_lock(hashtext('notice'))")
                .query(Boolean.class)
                .single();
    }

    /** The notices that are about a version, the first one first. */
    @Transactional(readOnly = true)
    List<Notice> about(int version) {
        return jdbc.sql("SELECT * FROM notice WHERE version_number = :version AND kind <> 'BREACH'"
                        + " ORDER BY tells_of, created_at, kind")
                .param("version", version)
                .query(NOTICE)
                .list();
    }

    /** All notices, the newest first. */
    @Transactional(readOnly = true)
    List<Notice> all() {
        return jdbc.sql("SELECT * FROM notice ORDER BY created_at DESC, reference")
                .query(NOTICE)
                .list();
    }

    /** The notice with this id. */
    Optional<Notice> notice(UUID id) {
        return jdbc.sql("SELECT * FROM notice WHERE id = :id")
                .param("id", id)
                .query(NOTICE)
                .optional();
    }

    /**
     * The notice with this id, out of memory once it was asked for: whoever follows one asks every second. Not for the
     * transaction that creates it, which may come to nothing.
     */
    Optional<Notice> followed(UUID id) {
        Optional<Notice> found = Optional.ofNullable(followed.getIfPresent(id)).or(() -> notice(id));
        found.ifPresent(notice -> followed.put(id, notice));
        return found;
    }

    /** The notice with this reference. */
    @Transactional(readOnly = true)
    Optional<Notice> withReference(String reference) {
        return jdbc.sql("SELECT * FROM notice WHERE reference = :reference")
                .param("reference", reference)
                .query(NOTICE)
                .optional();
    }

    /** Stops for a while, or goes on, or stops for good; with the reason for the trail. */
    @Transactional
    void decide(UUID id, Decision decision, String reason, Actor by) {
        Notice notice = notice(id).orElseThrow(NoSuchNotice::new);
        boolean news = switch (decision) {
            case PAUSE -> mailings.pause(notice.mailing(), reason);
            case RESUME -> mailings.resume(notice.mailing(), reason);
            case STOP -> mailings.stop(notice.mailing(), reason);
        };
        if (news) {
            trail.record(by, decision.action(), "notice:" + notice.reference(), Map.of("reason", reason));
        }
    }

    /**
     * Attempts those again that were not accepted in the end; with the reason for the trail.
     *
     * @return how many
     * @throws IllegalStateException if the notice is stopped
     */
    @Transactional
    long retry(UUID id, Selection which, String reason, Actor by) {
        Notice notice = notice(id).orElseThrow(NoSuchNotice::new);
        long deliveries = mailings.retry(notice.mailing(), which);
        if (deliveries > 0) {
            trail.record(
                    by,
                    "notice.retried",
                    "notice:" + notice.reference(),
                    Map.of(
                            "reason",
                            reason,
                            "deliveries",
                            deliveries,
                            "states",
                            which.states().stream().map(Enum::name).sorted().collect(Collectors.joining(", ")),
                            "code",
                            which.code() == null ? "" : which.code()));
        }
        return deliveries;
    }

    /**
     * Takes it from the mail server's own record who got a notice before the database was restored.
     *
     * @return how many
     * @throws IllegalStateException if it does not wait for that
     */
    @Transactional
    long acceptedElsewhere(UUID id, String log, Actor by) {
        Notice notice = notice(id).orElseThrow(NoSuchNotice::new);
        long deliveries = mailings.acceptedElsewhere(notice.mailing(), log);
        trail.record(by, "notice.accepted-elsewhere", "notice:" + notice.reference(), Map.of("deliveries", deliveries));
        return deliveries;
    }

    /** The notice that a mailing sends, if it sends one. */
    Optional<Notice> of(MailingId mailing) {
        return jdbc.sql("SELECT * FROM notice WHERE mailing_id = :mailing")
                .param("mailing", mailing.value())
                .query(NOTICE)
                .optional();
    }

    /** Puts it on the trail that a notice paused by itself, in the transaction that pauses it. */
    @EventListener
    void onPaused(MailingPaused paused) {
        of(paused.mailing())
                .ifPresent(notice -> trail.record(
                        Actor.APPLICATION,
                        "notice.paused",
                        "notice:" + notice.reference(),
                        Map.of(
                                "trouble", paused.trouble().kind().name(),
                                "reason", paused.trouble().reply(),
                                "answers", paused.trouble().answers(),
                                "refused", paused.trouble().refused())));
    }
}
