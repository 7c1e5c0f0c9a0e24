package ps.domain.policy.notices;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.accounts.Pseudonyms;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.delivery.Mailings;
import ps.domain.policy.delivery.Progress.Phase;
import ps.domain.policy.delivery.Pseudonymization;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Timeline;

/**
 * The addresses in notices that are old and at an end: pseudonyms take their place, a batch at a time, so that no
 * transaction is long. Client ids stay, so that somebody whose account is still there can be answered.
 */
@Component
public class NoticeAddresses {

    private static final int BATCH = 2_000;

    private final JdbcClient jdbc;
    private final Notices notices;
    private final Mailings mailings;
    private final Corrections corrections;
    private final PublishedVersions versions;
    private final Pseudonyms pseudonyms;
    private final Pseudonymization deliveries;
    private final AuditTrail trail;
    private final Clock clock;

    NoticeAddresses(
            JdbcClient jdbc,
            Notices notices,
            Mailings mailings,
            Corrections corrections,
            PublishedVersions versions,
            Pseudonyms pseudonyms,
            Pseudonymization deliveries,
            AuditTrail trail,
            Clock clock) {
        this.jdbc = jdbc;
        this.notices = notices;
        this.mailings = mailings;
        this.corrections = corrections;
        this.versions = versions;
        this.pseudonyms = pseudonyms;
        this.deliveries = deliveries;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * Where a notice's recipients, and then those whom it could not reach, have been read up to.
     *
     * @param unreached whether these are read already
     */
    public record Place(boolean unreached, long client, UUID delivery) {

        /** Before all of them. */
        public static final Place BEGINNING = new Place(false, Long.MIN_VALUE, new UUID(0, 0));
    }

    /** A recipient, or somebody who was not reached. */
    private record Row(long client, UUID delivery, String email) {}

    /**
     * The notices that were created before some moment and have addresses, and about which nothing is still to come: no
     * message, no correction, no effective date.
     */
    @Transactional(readOnly = true)
    public List<UUID> due(Instant createdBefore) {
        Set<UUID> done = Set.copyOf(jdbc.sql("SELECT notice_id FROM notice_pseudonymized")
                .query(UUID.class)
                .list());
        List<Notice> candidates = notices.all().stream()
                .filter(notice -> notice.createdAt().isBefore(createdBefore) && !done.contains(notice.id()))
                .toList();
        if (candidates.isEmpty()) {
            return List.of();
        }
        Timeline timeline = versions.recordedTimeline();
        Set<Integer> toCome = timeline.upcoming(clock.instant()).stream()
                .map(version -> version.number())
                .collect(Collectors.toSet());
        toCome.addAll(corrections.unsettled());
        return candidates.stream()
                .filter(notice -> notice.kind() == NoticeKind.BREACH
                        ? isOver(notice)
                        : !toCome.contains(notice.version())
                                && notices.about(notice.version()).stream().allMatch(this::isOver))
                .map(Notice::id)
                .toList();
    }

    private boolean isOver(Notice notice) {
        Phase phase = mailings.progress(notice.mailing()).phase();
        return (phase == Phase.FINISHED || phase == Phase.STOPPED) && !mailings.isAnyInHand(notice.mailing());
    }

    /**
     * Puts pseudonyms in the place of the next addresses of a notice.
     *
     * @return where to go on; nothing at the end
     */
    @Transactional
    public Optional<Place> replace(UUID notice, Place after) {
        pseudonyms.require();
        List<Row> rows = after.unreached() ? unreached(notice, after) : recipients(notice, after);
        if (rows.isEmpty()) {
            return after.unreached()
                    ? Optional.empty()
                    : Optional.of(new Place(true, Long.MIN_VALUE, Place.BEGINNING.delivery()));
        }
        List<Row> named = rows.stream()
                .filter(row -> !row.email().isEmpty() && !Pseudonyms.isPseudonym(row.email()))
                .toList();
        if (!after.unreached()) {
            Map<UUID, String> replaced = new HashMap<>();
            deliveries
                    .addressesOf(named.stream().map(Row::delivery).distinct().toList())
                    .forEach((delivery, address) -> replaced.put(delivery, pseudonyms.ofAddress(address)));
            deliveries.pseudonymize(replaced, List.of());
        }
        write(notice, named, after.unreached());
        Row last = rows.getLast();
        return Optional.of(new Place(after.unreached(), last.client(), last.delivery()));
    }

    private List<Row> recipients(UUID notice, Place after) {
        // In the order of the primary key.
        return jdbc.sql("""
                SELECT client_id, delivery_id, email FROM notice_recipient
                WHERE notice_id = :notice AND (client_id, delivery_id) > (:client, :delivery)
                ORDER BY client_id, delivery_id LIMIT :most
                """)
                .param("notice", notice)
                .param("client", after.client())
                .param("delivery", after.delivery())
                .param("most", BATCH)
                .query((row, n) -> new Row(
                        row.getLong("client_id"), row.getObject("delivery_id", UUID.class), row.getString("email")))
                .list();
    }

    private List<Row> unreached(UUID notice, Place after) {
        return jdbc.sql("""
                SELECT client_id, coalesce(email, '') AS email FROM notice_unreached
                WHERE notice_id = :notice AND client_id > :client ORDER BY client_id LIMIT :most
                """)
                .param("notice", notice)
                .param("client", after.client())
                .param("most", BATCH)
                .query((row, n) -> new Row(row.getLong("client_id"), after.delivery(), row.getString("email")))
                .list();
    }

    private void write(UUID notice, List<Row> rows, boolean unreached) {
        jdbc.sql("""
                UPDATE %s AS kept SET email = chosen.email
                FROM unnest(:clients::bigint[], :deliveries::uuid[], :emails::text[]) AS chosen (client, delivery, email)
                WHERE kept.notice_id = :notice AND kept.client_id = chosen.client %s
                """.formatted(
                                unreached ? "notice_unreached" : "notice_recipient",
                                unreached ? "" : "AND kept.delivery_id = chosen.delivery"))
                .param("notice", notice)
                .param("clients", rows.stream().map(Row::client).toArray(Long[]::new))
                .param(
                        "deliveries",
                        rows.stream().map(row -> row.delivery().toString()).toArray(String[]::new))
                .param(
                        "emails",
                        rows.stream()
                                .map(row -> pseudonyms.ofAddress(row.email()))
                                .toArray(String[]::new))
                .update();
    }

    /** Notes that no address is left in a notice. */
    @Transactional
    public void finish(UUID notice) {
        int news = jdbc.sql(
                        "INSERT INTO notice_pseudonymized (notice_id, at) VALUES (:notice, :now) ON CONFLICT DO NOTHING")
                .param("notice", notice)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        Notice finished = notices.notice(notice).orElseThrow();
        if (news > 0) {
            trail.record(
                    Actor.APPLICATION,
                    "notice.pseudonymized",
                    "notice:" + finished.reference(),
                    Map.of("accountHolders", finished.accountHolders(), "unreached", finished.unreached()));
        }
    }
}
