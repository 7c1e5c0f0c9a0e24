package ps.domain.policy.notices;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.delivery.Mailings;
import ps.domain.policy.delivery.Progress.Phase;
import ps.domain.policy.notices.Audiences.Scope;
import ps.domain.policy.versions.Entry;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;

/**
 * Tells account holders of a version that is still to come who were added, or got another address, after its notice was
 * created: by a notice of its own with the same words. What is to be done follows from what is recorded.
 */
@Component
class CatchUps {

    /** How long nobody may have been added or changed: an import can come in parts. */
    static final Duration QUIET = Duration.ofMinutes(10);

    /** How long those who come one by one are gathered, so that there is not a notice for each. */
    static final Duration GATHERED = Duration.ofHours(6);

    private final JdbcClient jdbc;
    private final Notices notices;
    private final Audiences audiences;
    private final Mailings mailings;
    private final PublishedVersions versions;
    private final NoticeSettings settings;
    private final TransactionTemplate transactions;
    private final Clock clock;

    /** What was looked at in vain: looking through a million account holders takes a second. */
    private final Map<Integer, Looked> looked = new ConcurrentHashMap<>();

    CatchUps(
            JdbcClient jdbc,
            Notices notices,
            Audiences audiences,
            Mailings mailings,
            PublishedVersions versions,
            NoticeSettings settings,
            TransactionTemplate transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.notices = notices;
        this.audiences = audiences;
        this.mailings = mailings;
        this.versions = versions;
        this.settings = settings;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * An entry of the chain, and the state of the account holders when everybody had been told of it.
     *
     * @param revision grows with every change of the account holders
     */
    private record Looked(int entry, long revision) {}

    /**
     * Those who wait to be told.
     *
     * @param first when the one who waits longest was added or changed
     * @param last when anybody of them was
     */
    private record Waiting(Instant first, Instant last) {}

    /** Creates what is due, of every version that is still to come; one instance at a time does. */
    void catchUp() {
        Timeline timeline = versions.timeline();
        for (Version version : timeline.upcoming(clock.instant())) {
            if (version.isMaterial()) {
                transactions.executeWithoutResult(transaction -> catchUp(version.number()));
            }
        }
    }

    private void catchUp(int number) {
        if (!notices.lockUnlessTaken()) {
            return; // another instance is at it, or somebody withdraws or postpones a version
        }
        Timeline timeline = versions.recordedTimeline();
        Instant now = clock.instant();
        Version version = timeline.upcoming(now).stream()
                .filter(upcoming -> upcoming.number() == number)
                .findFirst()
                .orElse(null);
        if (version == null) {
            return; // it was withdrawn
        }
        int entry = lastEntryOf(version, timeline);
        Looked state = new Looked(entry, revision());
        if (state.equals(looked.get(number)) || !isBeingTold(version, entry)) {
            return;
        }
        Scope scope = Scope.notToldOf(entry);
        Optional<Waiting> waiting = waiting(scope);
        if (waiting.isEmpty()) {
            looked.put(number, state);
        } else if (isTime(waiting.get(), version, entry, timeline, now)) {
            create(version, entry, scope, timeline, now);
        }
    }

    /** That those told before are being told, as nobody has objected to, and nothing is in doubt. */
    private boolean isBeingTold(Version version, int entry) {
        boolean known = jdbc.sql("""
                SELECT EXISTS (SELECT FROM notice WHERE tells_of = :entry AND kind = 'CHANGE')
                    OR EXISTS (SELECT FROM notice_settlement WHERE tells_of = :entry)
                """).param("entry", entry).query(Boolean.class).single();
        return known
                && about(version, entry).stream()
                        .map(notice -> mailings.progress(notice.mailing()).phase())
                        .noneMatch(phase -> phase == Phase.HELD
                                || phase == Phase.CANARY
                                || phase == Phase.PAUSED
                                || phase == Phase.STOPPED);
    }

    private boolean isTime(Waiting waiting, Version version, int entry, Timeline timeline, Instant now) {
        if (waiting.last().plus(QUIET).isAfter(now)
                && waiting.first().plus(GATHERED).isAfter(now)) {
            return false;
        }
        boolean soon = timeline.beginningOf(version).isBefore(now.plus(GATHERED.multipliedBy(2)));
        return soon
                || about(version, entry).stream()
                        .filter(notice -> notice.kind() == NoticeKind.CATCH_UP)
                        .noneMatch(notice -> notice.createdAt().plus(GATHERED).isAfter(now));
    }

    private List<Notice> about(Version version, int entry) {
        return notices.about(version.number()).stream()
                .filter(notice -> notice.tellsOf() == entry)
                .toList();
    }

    private Optional<Waiting> waiting(Scope scope) {
        return jdbc.sql("""
                SELECT min(updated_at) AS first, max(updated_at) AS last
                FROM account_holder_reachable AS holder JOIN account_holder USING (client_id)
                WHERE %s
                """.formatted(scope.condition()))
                .params(scope.parameters())
                .query((row, number) -> {
                    Instant first = instant(row.getTimestamp("first"));
                    Instant last = instant(row.getTimestamp("last"));
                    return Optional.ofNullable(first == null || last == null ? null : new Waiting(first, last));
                })
                .single();
    }

    private void create(Version version, int entry, Scope scope, Timeline timeline, Instant now) {
        UUID id = UUID.randomUUID();
        int accountHolders = audiences.fix(id, scope);
        String reference = Reference.of(version.number());
        notices.create(
                new NewNotice(
                        id,
                        NoticeKind.CATCH_UP,
                        version.number(),
                        entry,
                        reference,
                        notices.changeLetters(version, timeline, now, reference),
                        now.truncatedTo(ChronoUnit.MICROS).plus(settings.hold()),
                        accountHolders,
                        0),
                Notices.TO_ALL,
                Actor.APPLICATION);
    }

    private long revision() {
        return jdbc.sql("SELECT coalesce(max(revision), 0) FROM account_holder_revision")
                .query(Long.class)
                .single();
    }

    private static int lastEntryOf(Version version, Timeline timeline) {
        List<Entry> later = timeline.laterEntriesOf(version);
        return later.isEmpty() ? version.seal().seq() : later.getLast().seal().seq();
    }

    private static @Nullable Instant instant(java.sql.@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
