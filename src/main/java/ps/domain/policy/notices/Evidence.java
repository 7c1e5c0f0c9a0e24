package ps.domain.policy.notices;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.audit.RecordedTrail;
import ps.domain.policy.audit.TrailEntry;
import ps.domain.policy.delivery.Letter;
import ps.domain.policy.delivery.Mailings;
import ps.domain.policy.delivery.MessageFiles;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Entry;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;
import ps.domain.policy.versions.VersionFiles;

/**
 * All that there is about one notice, as a file that can be checked without this application: see its README. It is of one
 * state of the database, and the same state makes the same bytes.
 */
@Component
class Evidence {

    /** That it was taken is on the trail, but not in what is taken: or no two would be the same. */
    private static final String TAKEN = "notice.evidence-taken";

    private static final String SEALED = "notice.evidence-sealed";

    /** So many rows are held at once of an audience that may be a million. */
    private static final int FETCHED = 1_000;

    private final JdbcClient jdbc;
    private final Mailings mailings;
    private final MessageFiles messages;
    private final PublishedVersions versions;
    private final VersionFiles files;
    private final RecordedTrail recorded;
    private final AuditTrail trail;
    private final EvidenceReadme readme;
    private final TransactionTemplate transactions;
    private final TransactionTemplate oneState;

    Evidence(
            JdbcClient jdbc,
            Mailings mailings,
            MessageFiles messages,
            PublishedVersions versions,
            VersionFiles files,
            RecordedTrail recorded,
            AuditTrail trail,
            EvidenceReadme readme,
            PlatformTransactionManager manager) {
        this.jdbc = jdbc;
        this.mailings = mailings;
        this.messages = messages;
        this.versions = versions;
        this.files = files;
        this.recorded = recorded;
        this.trail = trail;
        this.readme = readme;
        this.transactions = new TransactionTemplate(manager);
        this.oneState = new TransactionTemplate(manager);
        oneState.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        oneState.setReadOnly(true);
    }

    /** What the folder in the file, and the file itself, are called. */
    static String nameOf(Notice notice) {
        return "evidence-" + notice.reference();
    }

    /**
     * Writes all of it, and has the trail say so: that somebody took it before anything is written, and what the sums of a
     * complete one are afterwards.
     */
    void writeTo(OutputStream out, Notice notice, Actor by) throws IOException {
        record(by, TAKEN, notice, Map.of());
        try (EvidenceFile file = new EvidenceFile(out, nameOf(notice), notice.createdAt())) {
            oneState.executeWithoutResult(transaction -> write(notice, file));
            record(by, SEALED, notice, Map.of("sums", file.seal()));
        }
    }

    private void record(Actor by, String action, Notice notice, Map<String, ?> details) {
        transactions.executeWithoutResult(
                transaction -> trail.record(by, action, "notice:" + notice.reference(), details));
    }

    private void write(Notice notice, EvidenceFile file) {
        Timeline timeline = versions.recordedTimeline();
        Optional<Version> version = timeline.version(notice.version());
        Optional<Version> before = version.flatMap(timeline::predecessorOf);
        List<TrailEntry> staff = trailOf(notice);
        for (Language language : Language.values()) {
            file.add("README-" + language + ".txt", readme.in(language, notice));
        }
        file.add("announcement.json", new NoticeContent(jdbc).canonicalFormOf(notice.id()));
        chain(timeline).forEach(entry -> file.add(nameOf(entry), entry.canonicalForm()));
        staff.forEach(entry -> file.add(nameOf(entry), entry.canonicalForm()));
        file.add("FINGERPRINTS", fingerprints(notice, timeline, staff));
        Stream.concat(before.stream(), version.stream())
                .forEach(each ->
                        files.of(each, timeline).forEach((name, content) -> file.add("versions/" + name, content)));
        before.ifPresent(from -> files.comparing(from, version.orElseThrow(), timeline, notice.createdAt())
                .forEach((name, content) -> file.add("comparison/" + name, content)));
        for (Letter letter : mailings.letters(notice.mailing())) {
            boolean follows = NoticePage.LetterRow.correctedBy(letter) != null;
            file.add(
                    "mail/" + letter.variant() + ".eml",
                    messages.sample(notice.mailing(), letter.variant(), follows, notice.createdAt()));
        }
        file.addTable("recipients.csv", RECIPIENT_COLUMNS, table -> recipients(notice, table));
        file.addTable("attempts.csv", ATTEMPT_COLUMNS, table -> attempts(notice, table));
        file.addTable("unreached.csv", List.of("account_holder", "reason"), table -> unreached(notice, table));
        List<Long> reports = new ArrayList<>();
        file.addTable("bounces.csv", BOUNCE_COLUMNS, table -> bounces(notice, table, reports));
        reports.stream().distinct().forEach(report -> file.add(nameOf(report), raw(report)));
        file.addTable(
                "trail.csv",
                List.of("seq", "at", "actor", "action", "subject", "fingerprint"),
                table -> staff.forEach(entry -> table.row(
                        entry.seq(),
                        entry.at(),
                        entry.actor().name(),
                        entry.action(),
                        entry.subject(),
                        entry.fingerprint())));
    }

    /** What was done to the notice, to the version that it is about, and to the draft that this was. */
    private List<TrailEntry> trailOf(Notice notice) {
        List<String> subjects = new ArrayList<>(List.of("notice:" + notice.reference(), "version:" + notice.version()));
        recorded.entriesOf("draft.published").stream()
                .filter(entry -> Integer.toString(notice.version()).equals(entry.detail("version")))
                .map(TrailEntry::subject)
                .forEach(subjects::add);
        return recorded.entriesAbout(subjects).stream()
                .filter(entry ->
                        !entry.action().equals(TAKEN) && !entry.action().equals(SEALED))
                .toList();
    }

    /** Everything ever published, postponed and withdrawn: each entry has the fingerprint of the one before. */
    private static List<Entry> chain(Timeline timeline) {
        return timeline.newestFirst().stream()
                .flatMap(version -> Stream.concat(Stream.of(version), timeline.laterEntriesOf(version).stream()))
                .sorted(Comparator.comparingInt(entry -> entry.seal().seq()))
                .toList();
    }

    /** What was recorded as the fingerprint of each, and not what it would be now. */
    private String fingerprints(Notice notice, Timeline timeline, List<TrailEntry> staff) {
        StringBuilder list = new StringBuilder();
        staff.stream()
                .filter(entry -> entry.action().equals("notice.created"))
                .filter(entry -> entry.subject().equals("notice:" + notice.reference()))
                .forEach(entry -> list.append(entry.detail("fingerprint")).append("  announcement.json\n"));
        chain(timeline)
                .forEach(entry -> list.append(entry.sha256())
                        .append("  ")
                        .append(nameOf(entry))
                        .append('\n'));
        staff.forEach(entry -> list.append(entry.fingerprint())
                .append("  ")
                .append(nameOf(entry))
                .append('\n'));
        return list.toString();
    }

    private static String nameOf(Entry entry) {
        return String.format(Locale.ROOT, "chain/%06d.json", entry.seal().seq());
    }

    private static String nameOf(TrailEntry entry) {
        return String.format(Locale.ROOT, "trail/%09d.json", entry.seq());
    }

    private static String nameOf(Long report) {
        return String.format(Locale.ROOT, "bounces/%09d.eml", report);
    }

    private static final List<String> RECIPIENT_COLUMNS = List.of(
            "account_holder",
            "address",
            "language",
            "sent_to",
            "mail",
            "message_id",
            "state",
            "attempts",
            "unanswered",
            "answered_at",
            "code",
            "enhanced_code",
            "reply",
            "bounced_at",
            "bounce_status",
            "bounce_text",
            "corrects");

    /** In the order of the primary key; joined by the primary key of the deliveries. */
    private void recipients(Notice notice, EvidenceFile.Table table) {
        jdbc.sql("""
                SELECT recipient.client_id, recipient.email, recipient.language, recipient.corrects, delivery.*
                FROM notice_recipient AS recipient JOIN delivery ON delivery.id = recipient.delivery_id
                WHERE recipient.notice_id = :notice
                ORDER BY recipient.client_id
                """).param("notice", notice.id()).withFetchSize(FETCHED).query(row -> {
            String variant = row.getString("variant");
            UUID corrects = row.getObject("corrects", UUID.class);
            table.row(
                    row.getLong("client_id"),
                    row.getString("email"),
                    row.getString("language"),
                    row.getString("address"),
                    variant + ".eml",
                    messages.messageIdOf(notice.mailing(), variant, row.getObject("id", UUID.class)),
                    row.getString("state"),
                    row.getInt("attempts"),
                    row.getInt("ambiguities"),
                    moment(row, "answered_at"),
                    row.getObject("code", Integer.class),
                    row.getString("enhanced_code"),
                    row.getString("reply"),
                    moment(row, "bounced_at"),
                    row.getString("bounce_status"),
                    row.getString("bounce_text"),
                    corrects == null ? null : messages.messageIdOf(notice.mailing(), variant, corrects));
        });
    }

    private static final List<String> ATTEMPT_COLUMNS =
            List.of("message_id", "number", "at", "code", "enhanced_code", "reply");

    /** Those that did not end a delivery. */
    private void attempts(Notice notice, EvidenceFile.Table table) {
        jdbc.sql("""
                SELECT delivery.id, delivery.variant,
                       attempt.number, attempt.at, attempt.code, attempt.enhanced_code, attempt.reply
                FROM delivery_attempt AS attempt JOIN delivery ON delivery.id = attempt.delivery_id
                WHERE delivery.mailing_id = :mailing
                ORDER BY attempt.delivery_id, attempt.number
                """)
                .param("mailing", notice.mailing().value())
                .withFetchSize(FETCHED)
                .query(row -> {
                    table.row(
                            messages.messageIdOf(
                                    notice.mailing(), row.getString("variant"), row.getObject("id", UUID.class)),
                            row.getInt("number"),
                            moment(row, "at"),
                            row.getObject("code", Integer.class),
                            row.getString("enhanced_code"),
                            row.getString("reply"));
                });
    }

    private void unreached(Notice notice, EvidenceFile.Table table) {
        jdbc.sql("SELECT client_id, reason FROM notice_unreached WHERE notice_id = :notice ORDER BY client_id")
                .param("notice", notice.id())
                .withFetchSize(FETCHED)
                .query(row -> {
                    table.row(row.getLong("client_id"), row.getString("reason"));
                });
    }

    private static final List<String> BOUNCE_COLUMNS = List.of(
            "message_id",
            "received_at",
            "found_by",
            "kind",
            "action",
            "status",
            "final_recipient",
            "original_recipient",
            "text",
            "report");

    private void bounces(Notice notice, EvidenceFile.Table table, List<Long> reports) {
        jdbc.sql("""
                SELECT delivery.id AS delivery_id, delivery.variant, report.kind, octet_length(raw) > 0 AS whole, bounce.*
                FROM bounce
                JOIN delivery ON delivery.id = bounce.delivery_id
                JOIN bounce_report AS report ON report.id = bounce.report_id
                WHERE delivery.mailing_id = :mailing
                ORDER BY bounce.report_id, bounce.position
                """)
                .param("mailing", notice.mailing().value())
                .withFetchSize(FETCHED)
                .query(row -> {
                    Long report = row.getLong("report_id");
                    boolean whole = row.getBoolean("whole");
                    if (whole) {
                        reports.add(report);
                    }
                    table.row(
                            messages.messageIdOf(
                                    notice.mailing(),
                                    row.getString("variant"),
                                    row.getObject("delivery_id", UUID.class)),
                            moment(row, "received_at"),
                            row.getString("matched_by"),
                            row.getString("kind"),
                            row.getString("action"),
                            row.getString("status"),
                            row.getString("final_recipient"),
                            row.getString("original_recipient"),
                            row.getString("diagnostic"),
                            whole ? nameOf(report) : null);
                });
    }

    private byte[] raw(Long report) {
        return jdbc.sql("SELECT raw FROM bounce_report WHERE id = :id")
                .param("id", report)
                .query((row, n) -> row.getBytes("raw"))
                .single();
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
