package ps.domain.policy.notices;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.delivery.Letter;
import ps.domain.policy.notices.CannotSendBreach.Reason;
import ps.domain.policy.staff.ReviewSettings;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Version;

/** Breach notices from the first word to sending: one person writes, another approves and sends. */
@Component
class BreachDrafts {

    private static final RowMapper<BreachDraft> DRAFT = (row, number) -> {
        OffsetDateTime endedAt = row.getObject("ended_at", OffsetDateTime.class);
        return new BreachDraft(
                row.getObject("id", UUID.class),
                new BilingualText(row.getString("subject_ar"), row.getString("subject_en")),
                new BilingualText(row.getString("body_ar"), row.getString("body_en")),
                row.getBoolean("everybody"),
                row.getInt("revision"),
                row.getString("created_by"),
                row.getTimestamp("edited_at").toInstant(),
                row.getString("edited_by"),
                endedAt == null ? null : endedAt.toInstant(),
                row.getObject("notice_id", UUID.class));
    };

    private final JdbcClient jdbc;
    private final Notices notices;
    private final Audiences audiences;
    private final BreachMail mail;
    private final PublishedVersions versions;
    private final AuditTrail trail;
    private final NoticeSettings settings;
    private final ReviewSettings review;
    private final Clock clock;

    BreachDrafts(
            JdbcClient jdbc,
            Notices notices,
            Audiences audiences,
            BreachMail mail,
            PublishedVersions versions,
            AuditTrail trail,
            NoticeSettings settings,
            ReviewSettings review,
            Clock clock) {
        this.jdbc = jdbc;
        this.notices = notices;
        this.audiences = audiences;
        this.mail = mail;
        this.versions = versions;
        this.trail = trail;
        this.settings = settings;
        this.review = review;
        this.clock = clock;
    }

    /** Begins one from what every such notice has to say. */
    @Transactional
    public UUID begin(BilingualText skeleton, Actor by) {
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                INSERT INTO breach_draft (id, subject_ar, subject_en, body_ar, body_en, everybody, revision,
                  created_at, created_by, edited_at, edited_by)
                VALUES (:id, '', '', :ar, :en, false, 1, :now, :by, :now, :by)
                """)
                .param("id", id)
                .param("ar", skeleton.ar())
                .param("en", skeleton.en())
                .param("now", now())
                .param("by", by.name())
                .update();
        trail.record(by, "notice.breach-begun", subject(id), Map.of());
        return id;
    }

    /** Those that are being written, the newest first. */
    @Transactional(readOnly = true)
    public List<BreachDraft> open() {
        return jdbc.sql("SELECT * FROM breach_draft WHERE ended_at IS NULL ORDER BY created_at DESC")
                .query(DRAFT)
                .list();
    }

    @Transactional(readOnly = true)
    public Optional<BreachDraft> find(UUID id) {
        return jdbc.sql("SELECT * FROM breach_draft WHERE id = :id")
                .param("id", id)
                .query(DRAFT)
                .optional();
    }

    /** The client ids that it names, whether or not there are such account holders. */
    @Transactional(readOnly = true)
    public List<Long> clientsOf(UUID id) {
        return jdbc.sql(
                        "SELECT client_id FROM breach_draft_client WHERE draft_id = :id AND client_id > 0 ORDER BY client_id")
                .param("id", id)
                .query(Long.class)
                .list();
    }

    /** Those of them that are no account holder's. */
    @Transactional(readOnly = true)
    public List<Long> unknownClientsOf(UUID id) {
        return jdbc.sql("""
                SELECT client_id FROM breach_draft_client WHERE draft_id = :id AND client_id > 0
                EXCEPT SELECT client_id FROM account_holder
                ORDER BY client_id
                """).param("id", id).query(Long.class).list();
    }

    /**
     * Changes it, as the person saw it.
     *
     * @return false when it is another by now
     */
    @Transactional
    public boolean save(
            UUID id,
            int seenRevision,
            BilingualText subject,
            BilingualText body,
            boolean everybody,
            Collection<Long> clients,
            Actor by) {
        BreachDraft draft = lock(id);
        if (!draft.isOpen() || draft.revision() != seenRevision) {
            return false;
        }
        jdbc.sql("""
                UPDATE breach_draft
                SET subject_ar = :subjectAr, subject_en = :subjectEn, body_ar = :bodyAr, body_en = :bodyEn,
                    everybody = :everybody, revision = revision + 1, edited_at = :now, edited_by = :by
                WHERE id = :id
                """)
                .param("subjectAr", subject.ar())
                .param("subjectEn", subject.en())
                .param("bodyAr", body.ar())
                .param("bodyEn", body.en())
                .param("everybody", everybody)
                .param("now", now())
                .param("by", by.name())
                .param("id", id)
                .update();
        // Those who were erased since stay: there is no way to name them again.
        jdbc.sql("DELETE FROM breach_draft_client WHERE draft_id = :id AND client_id > 0")
                .param("id", id)
                .update();
        jdbc.sql("INSERT INTO breach_draft_client (draft_id, client_id) SELECT :id, unnest(:clients)")
                .param("id", id)
                .param("clients", clients.toArray(Long[]::new))
                .update();
        if (by.id() != null) {
            jdbc.sql("INSERT INTO breach_draft_editor (draft_id, staff_id) VALUES (:id, :by) ON CONFLICT DO NOTHING")
                    .param("id", id)
                    .param("by", by.id())
                    .update();
        }
        trail.record(
                by,
                "notice.breach-edited",
                subject(id),
                Map.of("revision", draft.revision() + 1, "everybody", everybody, "clients", clients.size()));
        return true;
    }

    /** Ends it without anybody being told. */
    @Transactional
    public void discard(UUID id, Actor by) {
        if (lock(id).isOpen()) {
            jdbc.sql("UPDATE breach_draft SET ended_at = :now WHERE id = :id")
                    .param("now", now())
                    .param("id", id)
                    .update();
            trail.record(by, "notice.breach-discarded", subject(id), Map.of());
        }
    }

    /** Why it cannot be sent, whoever wants to. */
    @Transactional(readOnly = true)
    public List<Reason> reasonsAgainst(BreachDraft draft) {
        List<Reason> reasons = new ArrayList<>();
        for (Language language : Language.values()) {
            if (draft.subject().in(language).isBlank()) {
                reasons.add(language == Language.AR ? Reason.SUBJECT_AR : Reason.SUBJECT_EN);
            }
            if (draft.body().in(language).isBlank()) {
                reasons.add(language == Language.AR ? Reason.BODY_AR : Reason.BODY_EN);
            } else if (draft.hasEmptyPart(language)) {
                reasons.add(language == Language.AR ? Reason.EMPTY_PART_AR : Reason.EMPTY_PART_EN);
            }
        }
        if (sizeOf(draft.subject(), draft.body()) > BreachMail.MOST_BYTES) {
            reasons.add(Reason.TOO_LARGE);
        }
        if (!draft.everybody() && !unknownClientsOf(draft.id()).isEmpty()) {
            reasons.add(Reason.UNKNOWN_CLIENTS);
        }
        if (audiences.of(draft.scope()).addresses() == 0) {
            reasons.add(Reason.NOBODY);
        }
        return List.copyOf(reasons);
    }

    /** Whether somebody may not approve it, having written in it. */
    @Transactional(readOnly = true)
    public boolean isOwnWork(BreachDraft draft, Actor by) {
        return review.fourEyes()
                && jdbc.sql("SELECT EXISTS (SELECT FROM breach_draft_editor WHERE draft_id = :id AND staff_id = :by)")
                        .param("id", draft.id())
                        .param("by", by.id(), java.sql.Types.OTHER)
                        .query(Boolean.class)
                        .single();
    }

    /** How many bytes a mail takes, the larger of the two. */
    @Transactional(readOnly = true)
    public int sizeOf(BilingualText subject, BilingualText body) {
        return mail.sizeOf(sample(subject, body));
    }

    private List<Letter> sample(BilingualText subject, BilingualText body) {
        return mail.write(subject, body, Reference.sampleOf(inForce().number()));
    }

    /** What recipients would get, as far as it is written: one mail for each language that may come first. */
    @Transactional(readOnly = true)
    public List<MailPreview> preview(BreachDraft draft) {
        return sample(draft.subject(), draft.body()).stream()
                .map(letter ->
                        MailPreview.of(letter, Language.ofTag(letter.variant()).orElseThrow()))
                .toList();
    }

    /**
     * Approves it as the person saw it, and creates its notice. Sending begins after the hold.
     *
     * @param addresses how many mails that person saw would be sent
     * @return the notice
     * @throws CannotSendBreach when something stands in the way
     */
    @Transactional
    public UUID send(UUID id, int seenRevision, long addresses, Actor by) {
        BreachDraft draft = lock(id);
        if (!draft.isOpen() || draft.revision() != seenRevision) {
            throw new CannotSendBreach(Reason.CHANGED);
        }
        reasonsAgainst(draft).stream().findFirst().ifPresent(reason -> {
            throw new CannotSendBreach(reason);
        });
        if (isOwnWork(draft, by)) {
            throw new CannotSendBreach(Reason.OWN_WORK);
        }
        Version inForce = inForce();
        UUID notice = UUID.randomUUID();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String reference = Reference.of(inForce.number());
        Audiences.Fixed audience = audiences.fixAll(notice, draft.scope());
        jdbc.sql("UPDATE breach_draft SET ended_at = :now, notice_id = :notice WHERE id = :id")
                .param("now", now())
                .param("notice", notice)
                .param("id", id)
                .update();
        long created = notices.create(
                new NewNotice(
                        notice,
                        NoticeKind.BREACH,
                        inForce.number(),
                        inForce.seal().seq(),
                        reference,
                        mail.write(draft.subject(), draft.body(), reference),
                        now.plus(settings.hold()),
                        audience.accountHolders(),
                        audience.unreached()),
                Notices.TO_ALL,
                by);
        if (created != addresses) {
            throw new CannotSendBreach(Reason.OTHER_AUDIENCE);
        }
        return notice;
    }

    private Version inForce() {
        return versions.timeline().inForce(clock.instant()).orElseThrow();
    }

    private BreachDraft lock(UUID id) {
        return jdbc.sql("SELECT * FROM breach_draft WHERE id = :id FOR UPDATE")
                .param("id", id)
                .query(DRAFT)
                .optional()
                .orElseThrow(NoSuchNotice::new);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /** As on the trail. */
    static String subject(UUID id) {
        return "breach:" + id;
    }
}
