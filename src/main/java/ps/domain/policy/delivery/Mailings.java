package ps.domain.policy.delivery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The mailings: what is to be sent to whom, and what became of it. Whatever is created here is sent in the background. */
@Component
public class Mailings {

    private static final Logger LOG = LoggerFactory.getLogger(Mailings.class);

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final DeliverySettings settings;
    private final Clock clock;

    Mailings(JdbcClient jdbc, ApplicationEventPublisher events, DeliverySettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.settings = settings;
        this.clock = clock;
    }

    /** Creates a mailing with its letters in the caller's transaction. It has no deliveries yet. */
    @Transactional(propagation = Propagation.MANDATORY)
    public MailingId create(NewMailing mailing) {
        MailingId id = new MailingId(UUID.randomUUID());
        jdbc.sql("""
                INSERT INTO mailing (id, name, created_at, not_before, canary, refusal_limit, passing)
                VALUES (:id, :name, :now, :notBefore, :canary, :refusalLimit, :passing)
                """)
                .param("id", id.value())
                .param("name", mailing.name())
                .param("now", DeliveryQueue.utc(clock.instant()))
                .param("notBefore", DeliveryQueue.utc(mailing.notBefore()))
                .param("canary", mailing.precaution().canary())
                .param("refusalLimit", mailing.precaution().refusalLimit())
                .param("passing", mailing.passing())
                .update();
        for (Letter letter : mailing.letters()) {
            jdbc.sql("""
                    INSERT INTO letter (mailing_id, variant, subject, html, text)
                    VALUES (:mailing, :variant, :subject, :html, :text)
                    """)
                    .param("mailing", id.value())
                    .param("variant", letter.variant())
                    .param("subject", letter.subject())
                    .param("html", letter.html())
                    .param("text", letter.text())
                    .update();
        }
        return id;
    }

    /**
     * Adds deliveries to a mailing in the caller's transaction, as many as the query yields: a million take some seconds. An
     * address that the mailing has already is passed over; the case of ASCII letters makes no difference.
     *
     * @param select SQL that yields the columns {@code id} (a new UUID, best {@code uuidv7()}), {@code address},
     *     {@code variant}, and {@code follows} (the id of the delivery whose message this one follows, or null)
     * @param parameters its named parameters
     * @return how many were added
     * @throws IllegalArgumentException if there is no letter for one of the variants
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public long enqueue(MailingId mailing, String select, Map<String, ?> parameters) {
        Map<String, @Nullable Object> all = new HashMap<>(parameters);
        all.put("deliveryMailing", mailing.value());
        long added = insert(select, all);
        List<String> unknown = jdbc.sql("""
                SELECT DISTINCT variant FROM delivery WHERE mailing_id = :mailing
                EXCEPT SELECT variant FROM letter WHERE mailing_id = :mailing
                """)
                .param("mailing", mailing.value())
                .query(String.class)
                .list();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("The mailing has no letter for " + unknown);
        }
        jdbc.sql("""
                INSERT INTO mailing_count AS count (mailing_id, shard, counted, deliveries)
                VALUES (:mailing, 0, 'QUEUED', :added)
                ON CONFLICT (mailing_id, shard, counted)
                  DO UPDATE SET deliveries = count.deliveries + excluded.deliveries
                """).param("mailing", mailing.value()).param("added", added).update();
        return added;
    }

    /**
     * Set-based, and due at once: what holds it back is the mailing. As a rule no address is there twice, and to look each one
     * up before it is inserted takes as long again as half of the rest, so that is done only where one turns out to be.
     */
    private long insert(String select, Map<String, @Nullable Object> parameters) {
        String insert = """
                INSERT INTO delivery (id, mailing_id, address, variant, follows, state, next_attempt_at)
                SELECT chosen.id, mailing.id, chosen.address, chosen.variant, chosen.follows, 'QUEUED',
                       mailing.not_before
                FROM (%s) AS chosen
                JOIN mailing ON mailing.id = :deliveryMailing
                """.formatted(select);
        jdbc.sql("SAVEPOINT before_deliveries").update();
        long added;
        try {
            added = jdbc.sql(insert).params(parameters).update();
        } catch (DuplicateKeyException thereAlready) {
            jdbc.sql("ROLLBACK TO SAVEPOINT before_deliveries").update();
            added = jdbc.sql(insert + "ON CONFLICT (mailing_id, lower(address)) DO NOTHING")
                    .params(parameters)
                    .update();
        }
        jdbc.sql("RELEASE SAVEPOINT before_deliveries").update();
        return added;
    }

    /**
     * Sends nothing more until it is resumed; messages on the wire are finished. Nothing happens if it is paused already.
     *
     * @return whether that was news
     * @throws IllegalStateException if it is stopped
     */
    @Transactional
    public boolean pause(MailingId mailing, String reason) {
        return decide(mailing, Decision.PAUSED, reason, null);
    }

    /**
     * Goes on after a pause. Nothing happens if it is not paused. If it paused by itself because of refusals, whoever lets
     * it go on lives with them: the rest follows those who went ahead, and it takes a larger share to pause it again.
     *
     * @return whether that was news
     * @throws IllegalStateException if it is stopped
     */
    @Transactional
    public boolean resume(MailingId mailing, String reason) {
        lock(mailing);
        Optional<Decided> last = lastDecision(mailing);
        if (last.isEmpty() || !decide(mailing, Decision.RESUMED, reason, null)) {
            return false;
        }
        Trouble trouble = last.get().trouble();
        if (trouble != null && trouble.isAboutRecipients()) {
            endCanary(mailing);
            jdbc.sql("DELETE FROM mailing_recent WHERE mailing_id = :mailing")
                    .param("mailing", mailing.value())
                    .update();
        }
        return true;
    }

    /**
     * Ends it for good: what is not sent by now is never sent. What is on the wire is finished, and nothing is claimed once
     * this is committed.
     *
     * @return whether that was news: nothing happens if it is stopped already
     */
    @Transactional
    public boolean stop(MailingId mailing, String reason) {
        return decide(mailing, Decision.STOPPED, reason, null);
    }

    /**
     * Attempts those again that have ended, or wait for a person's decision, without having been accepted: whatever became
     * of the attempts before stays recorded. Those in the relay's hands or not ended yet are passed over, and those whose
     * address became a pseudonym.
     *
     * @return how many
     * @throws IllegalStateException if the mailing is stopped
     */
    @Transactional
    public long retry(MailingId mailing, Selection which) {
        lock(mailing);
        if (lastDecision(mailing).map(Decided::decision).orElse(Decision.RESUMED) == Decision.STOPPED) {
            throw new IllegalStateException("A mailing that is stopped stays so");
        }
        // As after an attempt that did not end it: what ended it joins the earlier attempts, and three days begin anew.
        // That it was ambiguous once is not forgotten, since it may have arrived then.
        return jdbc.sql("""
                WITH again AS (
                  UPDATE delivery
                  SET state = 'RETRYING', next_attempt_at = :now, failures = 0, failing_since = NULL
                  WHERE mailing_id = :mailing AND next_attempt_at IS NULL
                    AND state IN ('REFUSED', 'UNREACHABLE', 'AMBIGUOUS') AND NOT is_pseudonym(address) %s
                  RETURNING delivery.*, old.state AS before
                ), attempt AS (
                  INSERT INTO delivery_attempt (delivery_id, number, at, code, enhanced_code, reply)
                  SELECT id, attempts, answered_at, code, enhanced_code, coalesce(reply, '') FROM again
                  ON CONFLICT DO NOTHING  -- those that ended ambiguously are there already
                ), counted AS (
                  INSERT INTO mailing_count AS count (mailing_id, shard, counted, deliveries)
                  SELECT :mailing, 0, state, sum(change)
                  FROM (
                    SELECT before AS state, -1 AS change FROM again
                    UNION ALL
                    SELECT 'RETRYING', 1 FROM again
                  ) changes
                  GROUP BY state ORDER BY state
                  ON CONFLICT (mailing_id, shard, counted)
                    DO UPDATE SET deliveries = count.deliveries + excluded.deliveries
                )
                SELECT count(*) FROM again
                """.formatted(among(which)))
                .param("mailing", mailing.value())
                .param("now", DeliveryQueue.utc(clock.instant()))
                .param("code", which.code(), Types.VARCHAR)
                .query(Long.class)
                .single();
    }

    /**
     * Takes it from the relay's own record that deliveries were accepted of which nothing is known here: those that have
     * not ended, of a mailing that waits for a decision because the database was restored.
     *
     * @param log whatever names them: an address between angle brackets or blanks, or a Message-ID
     * @return how many are accepted now
     * @throws IllegalStateException if the mailing is not paused for that reason
     */
    @Transactional
    public long acceptedElsewhere(MailingId mailing, String log) {
        lock(mailing);
        if (lastDecision(mailing)
                .map(Decided::trouble)
                .filter(trouble -> trouble.kind() == Trouble.Kind.RESTORED)
                .isEmpty()) {
            throw new IllegalStateException("Nothing is accepted elsewhere but after the database was restored");
        }
        // Set-based: the log of a notice to everybody has a line for each.
        return jdbc.sql("""
                WITH said AS (
                  SELECT DISTINCT lower(found[1]) AS word
                  FROM regexp_matches(:log, '([^[:space:]<>"=,;]+@[^[:space:]<>",;]+)', 'g') AS found
                ), meant AS (
                  SELECT id FROM delivery JOIN said ON lower(address) = word WHERE mailing_id = :mailing
                  UNION
                  -- A Message-ID begins with the delivery's id.
                  SELECT id FROM delivery
                  JOIN said ON id = CASE WHEN pg_input_is_valid(split_part(word, '@', 1), 'uuid')
                                         THEN split_part(word, '@', 1)::uuid END
                  WHERE mailing_id = :mailing
                ), known AS (
                  UPDATE delivery
                  SET state = 'ACCEPTED', next_attempt_at = NULL, fence = delivery.fence + 1,
                      attempts = greatest(delivery.attempts, 1), answered_at = :now, code = NULL, enhanced_code = NULL,
                      reply = :reply
                  FROM meant
                  WHERE delivery.id = meant.id AND next_attempt_at IS NOT NULL
                  RETURNING delivery.id, old.state AS before
                ), counted AS (
                  INSERT INTO mailing_count AS count (mailing_id, shard, counted, deliveries)
                  SELECT :mailing, 0, state, sum(change)
                  FROM (
                    SELECT before AS state, -1 AS change FROM known
                    UNION ALL
                    SELECT 'ACCEPTED', 1 FROM known
                  ) changes
                  GROUP BY state ORDER BY state
                  ON CONFLICT (mailing_id, shard, counted)
                    DO UPDATE SET deliveries = count.deliveries + excluded.deliveries
                )
                SELECT count(*) FROM known
                """)
                .param("mailing", mailing.value())
                .param("log", log)
                .param("now", DeliveryQueue.utc(clock.instant()))
                .param("reply", "(by the mail server's own record)")
                .query(Long.class)
                .single();
    }

    /** How many {@link #retry} would attempt again. */
    @Transactional(readOnly = true)
    public long retryable(MailingId mailing, Selection which) {
        return jdbc.sql("""
                SELECT count(*) FROM delivery
                WHERE mailing_id = :mailing AND next_attempt_at IS NULL
                  AND state IN ('REFUSED', 'UNREACHABLE', 'AMBIGUOUS') AND NOT is_pseudonym(address) %s
                """.formatted(among(which)))
                .param("mailing", mailing.value())
                .param("code", which.code(), Types.VARCHAR)
                .query(Long.class)
                .single();
    }

    /** Whether a message may be on the wire: somebody has a delivery in hand whose lease still runs. */
    @Transactional(readOnly = true)
    public boolean isAnyInHand(MailingId mailing) {
        return jdbc.sql("""
                SELECT EXISTS (
                  SELECT FROM delivery WHERE mailing_id = :mailing AND state = 'IN_FLIGHT' AND next_attempt_at > :now
                )
                """)
                .param("mailing", mailing.value())
                .param("now", DeliveryQueue.utc(clock.instant()))
                .query(Boolean.class)
                .single();
    }

    /** Pauses because of trouble that concerns everybody, and tells of it with {@link MailingPaused}. */
    @Transactional
    void pauseForTrouble(MailingId mailing, Trouble trouble) {
        unlessDecided(mailing, () -> Optional.of(trouble));
    }

    /** Has staff decide how it goes on, also if they had paused it: since the backup they may have let it go on. */
    @Transactional
    void pauseForRestoration(MailingId mailing) {
        lock(mailing);
        Trouble trouble = Trouble.restored();
        if (lastDecision(mailing).map(Decided::decision).orElse(Decision.RESUMED) != Decision.STOPPED) {
            record(mailing, Decision.PAUSED, "", trouble);
            events.publishEvent(new MailingPaused(mailing, trouble, clock.instant()));
        }
    }

    /**
     * Looks at a mailing that nobody has paused or stopped, while nobody else decides about it, and pauses it if that is
     * what comes of it.
     */
    @Transactional
    void unlessDecided(MailingId mailing, Supplier<Optional<Trouble>> look) {
        lock(mailing);
        if (lastDecision(mailing).map(Decided::decision).orElse(Decision.RESUMED) == Decision.RESUMED) {
            look.get().ifPresent(trouble -> {
                // Not what was replied: that often names the recipient.
                LOG.warn("Mailing {} is paused: {}", mailing, trouble.kind());
                decide(mailing, Decision.PAUSED, trouble.reply(), trouble);
                events.publishEvent(new MailingPaused(mailing, trouble, clock.instant()));
            });
        }
    }

    /** The rest follows those who went ahead. Nothing happens if it does already. */
    void endCanary(MailingId mailing) {
        jdbc.sql("""
                INSERT INTO mailing_canary (mailing_id, over_at) VALUES (:mailing, :now) ON CONFLICT DO NOTHING
                """)
                .param("mailing", mailing.value())
                .param("now", DeliveryQueue.utc(clock.instant()))
                .update();
    }

    private boolean decide(MailingId mailing, Decision decision, String reason, @Nullable Trouble trouble) {
        lock(mailing);
        Decision last = lastDecision(mailing).map(Decided::decision).orElse(Decision.RESUMED);
        if (last == decision) {
            return false;
        }
        if (last == Decision.STOPPED) {
            throw new IllegalStateException("A mailing that is stopped stays so");
        }
        record(mailing, decision, reason, trouble);
        return true;
    }

    private void record(MailingId mailing, Decision decision, String reason, @Nullable Trouble trouble) {
        jdbc.sql("""
                INSERT INTO mailing_decision (mailing_id, at, decision, reason, trouble, trouble_since, answers, refused)
                VALUES (:mailing, :at, :decision, :reason, :trouble, :since, :answers, :refused)
                """)
                .param("mailing", mailing.value())
                .param("at", DeliveryQueue.utc(clock.instant()))
                .param("decision", decision.name())
                .param("reason", reason)
                .param("trouble", trouble == null ? null : trouble.kind().name(), Types.VARCHAR)
                .param(
                        "since",
                        trouble == null || trouble.since() == null ? null : DeliveryQueue.utc(trouble.since()),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .param("answers", trouble == null ? null : trouble.answers(), Types.BIGINT)
                .param("refused", trouble == null ? null : trouble.refused(), Types.BIGINT)
                .update();
    }

    /**
     * Decisions on one mailing are made one after the other, and while nobody claims. Its row is not locked: that takes
     * the right to change it.
     */
    private void lock(MailingId mailing) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('mailing:' || :mailing, 0))")
                .param("mailing", mailing.value().toString())
                .query()
                .singleRow();
    }

    private Optional<Decided> lastDecision(MailingId mailing) {
        return jdbc.sql("""
                SELECT * FROM mailing_decision WHERE mailing_id = :mailing ORDER BY id DESC LIMIT 1
                """)
                .param("mailing", mailing.value())
                .query((row, number) -> decided(row))
                .optional();
    }

    private static Decided decided(ResultSet row) throws SQLException {
        return new Decided(
                Decision.valueOf(row.getString("decision")),
                row.getString("reason"),
                trouble(row),
                DeliveryQueue.instant(row, "at"));
    }

    private static @Nullable Trouble trouble(ResultSet row) throws SQLException {
        String kind = row.getString("trouble");
        return kind == null
                ? null
                : new Trouble(
                        Trouble.Kind.valueOf(kind),
                        row.getString("reason"),
                        DeliveryQueue.instantOrNull(row, "trouble_since"),
                        row.getLong("answers"),
                        row.getLong("refused"));
    }

    /**
     * How far it has come: from counters, so that it can be asked often.
     *
     * @throws NoSuchElementException if there is no such mailing
     */
    public Progress progress(MailingId mailing) {
        Instant now = clock.instant();
        // In one statement, which needs no transaction: whoever looks on while others send waits as often as there are
        // words with the database. Ambiguous ones that are not attempted again wait for a person: the counters do not
        // tell them from the others.
        return jdbc.sql("""
                SELECT mailing.not_before, last.*, count.*, reply.*, coalesce(pace.per_second, 0) AS per_second,
                       CASE WHEN EXISTS (SELECT FROM mailing_canary WHERE mailing_id = mailing.id)
                            THEN 0 ELSE canary END AS canary,
                       EXISTS (
                         SELECT FROM delivery
                         WHERE mailing_id = mailing.id AND state = 'AMBIGUOUS' AND next_attempt_at IS NOT NULL
                       ) AS ambiguous_open
                FROM mailing
                CROSS JOIN LATERAL (
                  SELECT sum(deliveries) FILTER (WHERE counted <> 'AMBIGUITIES') AS total,
                         sum(deliveries) FILTER (WHERE counted = 'QUEUED') AS queued,
                         sum(deliveries) FILTER (WHERE counted = 'IN_FLIGHT') AS in_flight,
                         sum(deliveries) FILTER (WHERE counted = 'RETRYING') AS retrying,
                         sum(deliveries) FILTER (WHERE counted = 'AMBIGUOUS') AS ambiguous,
                         sum(deliveries) FILTER (WHERE counted = 'ACCEPTED') AS accepted,
                         sum(deliveries) FILTER (WHERE counted = 'REFUSED') AS refused_so_far,
                         sum(deliveries) FILTER (WHERE counted = 'UNREACHABLE') AS unreachable,
                         sum(deliveries) FILTER (WHERE counted = 'BOUNCED') AS bounced,
                         sum(deliveries) FILTER (WHERE counted = 'AMBIGUITIES') AS ambiguities
                  FROM mailing_count WHERE mailing_id = mailing.id
                ) count
                CROSS JOIN LATERAL (
                  SELECT sum(answered) / greatest(5, least(60, extract(epoch FROM :now - min(since)))) AS per_second
                  FROM mailing_pace WHERE mailing_id = mailing.id AND since > :minuteAgo
                ) pace
                LEFT JOIN LATERAL (
                  SELECT at, decision, reason, trouble, trouble_since, answers, refused
                  FROM mailing_decision WHERE mailing_id = mailing.id ORDER BY mailing_decision.id DESC LIMIT 1
                ) last ON true
                LEFT JOIN LATERAL (
                  SELECT nullif(code, 0) AS reply_code, nullif(enhanced_code, '') AS reply_enhanced_code,
                         sum(answers) AS reply_answers, max(last_at) AS reply_last_at,
                         (array_agg(last_reply ORDER BY last_at DESC))[1] AS reply_last
                  FROM mailing_reply WHERE mailing_id = mailing.id
                  GROUP BY code, enhanced_code
                ) reply ON true
                WHERE mailing.id = :mailing
                ORDER BY reply_answers DESC, reply_code
                """)
                .param("mailing", mailing.value())
                .param("now", DeliveryQueue.utc(now))
                .param("minuteAgo", DeliveryQueue.utc(now.minusSeconds(60)))
                .query(row -> row.next() ? Optional.of(progress(row, now)) : Optional.<Progress>empty())
                .orElseThrow(() -> new NoSuchElementException("There is no mailing " + mailing));
    }

    /** The mailing stands in each row, what it was answered in one row each. */
    private Progress progress(ResultSet row, Instant now) throws SQLException {
        long waiting = row.getLong("queued") + row.getLong("in_flight");
        boolean open = waiting + row.getLong("retrying") > 0 || row.getBoolean("ambiguous_open");
        double perSecond = row.getDouble("per_second");
        Decided last = row.getString("decision") == null ? null : decided(row);
        if (last != null && last.decision() == Decision.RESUMED) {
            last = null;
        }
        long total = row.getLong("total");
        Instant notBefore = DeliveryQueue.instant(row, "not_before");
        int canary = total > row.getInt("canary") ? row.getInt("canary") : 0;
        Progress.Phase phase =
                phase(last == null ? Decision.RESUMED : last.decision(), open, now.isBefore(notBefore), canary > 0);
        return new Progress(
                total,
                row.getLong("queued"),
                row.getLong("in_flight"),
                row.getLong("retrying"),
                row.getLong("ambiguous"),
                row.getLong("accepted"),
                row.getLong("refused_so_far"),
                row.getLong("unreachable"),
                row.getLong("bounced"),
                row.getLong("ambiguities"),
                perSecond,
                phase == Progress.Phase.SENDING && waiting > 0 ? left(waiting, perSecond) : null,
                phase,
                last == null || last.trouble() != null ? null : last.reason(),
                last == null ? null : last.trouble(),
                last == null ? null : last.at(),
                notBefore,
                canary,
                replies(row));
    }

    private static List<Replies> replies(ResultSet row) throws SQLException {
        List<Replies> replies = new ArrayList<>();
        do {
            String last = row.getString("reply_last");
            if (last != null) {
                replies.add(new Replies(
                        row.getObject("reply_code", Integer.class),
                        row.getString("reply_enhanced_code"),
                        row.getLong("reply_answers"),
                        DeliveryQueue.instant(row, "reply_last_at"),
                        last));
            }
        } while (row.next());
        return replies;
    }

    /** How long so many take: as long as they took of late, but no less than the limits make of it. */
    private @Nullable Duration left(long deliveries, double perSecond) {
        double allowed = Math.min(
                settings.ratePerSecond() == 0 ? Double.MAX_VALUE : settings.ratePerSecond(),
                settings.ratePerHour() == 0 ? Double.MAX_VALUE : settings.ratePerHour() / 3600.0);
        // Where a limit leaves minutes between two messages, none may have been answered in the last one.
        double expected = perSecond == 0 && allowed < Double.MAX_VALUE ? allowed : Math.min(perSecond, allowed);
        return expected == 0 ? null : Duration.ofSeconds((long) Math.ceil(deliveries / expected));
    }

    private static Progress.Phase phase(Decision last, boolean open, boolean held, boolean canary) {
        if (!open) {
            return Progress.Phase.FINISHED; // even if it was stopped later: that changed nothing
        }
        if (last == Decision.STOPPED) {
            return Progress.Phase.STOPPED;
        }
        if (last == Decision.PAUSED) {
            return Progress.Phase.PAUSED;
        }
        if (held) {
            return Progress.Phase.HELD;
        }
        return canary ? Progress.Phase.CANARY : Progress.Phase.SENDING;
    }

    /** The letters of a mailing, by variant. */
    public List<Letter> letters(MailingId mailing) {
        return jdbc.sql("SELECT * FROM letter WHERE mailing_id = :mailing ORDER BY variant")
                .param("mailing", mailing.value())
                .query((row, number) -> new Letter(
                        row.getString("variant"),
                        row.getString("subject"),
                        row.getString("html"),
                        row.getString("text")))
                .list();
    }

    /**
     * A page of a mailing's deliveries, by address.
     *
     * @param states those to list; none for all
     * @param after the address after which the page begins, or null for the first page
     * @param limit how many at most
     */
    public List<Delivery> deliveries(MailingId mailing, Set<DeliveryState> states, @Nullable String after, int limit) {
        return deliveries(mailing, new Selection(states, null), after, limit);
    }

    /**
     * A page of some of a mailing's deliveries, by address.
     *
     * @param after the address after which the page begins, or null for the first page
     * @param limit how many at most
     */
    public List<Delivery> deliveries(MailingId mailing, Selection which, @Nullable String after, int limit) {
        // Each set of states has an index that gives it in order: those in trouble have one of their own.
        return jdbc.sql("""
                SELECT * FROM delivery
                WHERE mailing_id = :mailing AND (:after::text IS NULL OR lower(address) > lower(:after)) %s
                ORDER BY lower(address)
                LIMIT :limit
                """.formatted(among(which)))
                .param("mailing", mailing.value())
                .param("after", after, Types.VARCHAR)
                .param("code", which.code(), Types.VARCHAR)
                .param("limit", limit)
                .query((row, number) -> delivery(row))
                .list();
    }

    /** The condition that a selection makes, with its parameter {@code code}. States are written out for the indexes. */
    private static String among(Selection which) {
        String states = which.states().isEmpty()
                ? ""
                : which.states().stream()
                        .map(state -> "'" + state.name() + "'")
                        .sorted()
                        .collect(Collectors.joining(", ", "AND state IN (", ")"));
        return states
                + " AND (:code::text IS NULL OR concat_ws(' ', coalesce(code, 0), enhanced_code) = :code AND reply IS NOT NULL)";
    }

    /** One delivery. */
    public Optional<Delivery> delivery(UUID id) {
        return jdbc.sql("SELECT * FROM delivery WHERE id = :id")
                .param("id", id)
                .query((row, number) -> delivery(row))
                .optional();
    }

    /** The attempts at a delivery that did not end it, in order; how it ended is said by the delivery itself. */
    public List<Attempt> earlierAttempts(UUID delivery) {
        return jdbc.sql("""
                SELECT number, at, code, enhanced_code, reply FROM delivery_attempt
                WHERE delivery_id = :delivery ORDER BY number
                """)
                .param("delivery", delivery)
                .query((row, number) -> new Attempt(
                        row.getInt("number"),
                        DeliveryQueue.instant(row, "at"),
                        row.getObject("code", Integer.class),
                        row.getString("enhanced_code"),
                        row.getString("reply")))
                .list();
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getObject("id", UUID.class),
                new MailingId(row.getObject("mailing_id", UUID.class)),
                row.getString("address"),
                row.getString("variant"),
                DeliveryState.valueOf(row.getString("state")),
                row.getInt("attempts"),
                row.getInt("ambiguities"),
                DeliveryQueue.instantOrNull(row, "next_attempt_at"),
                DeliveryQueue.instantOrNull(row, "answered_at"),
                row.getObject("code", Integer.class),
                row.getString("enhanced_code"),
                row.getString("reply"),
                DeliveryQueue.instantOrNull(row, "bounced_at"),
                row.getString("bounce_status"),
                row.getString("bounce_text"));
    }

    private enum Decision {
        PAUSED,
        RESUMED,
        STOPPED
    }

    private record Decided(
            Decision decision, String reason, @Nullable Trouble trouble, Instant at) {}
}
