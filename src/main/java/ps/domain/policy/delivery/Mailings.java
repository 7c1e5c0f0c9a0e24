package ps.domain.policy.delivery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
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
    private final Clock clock;

    Mailings(JdbcClient jdbc, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
    }

    /** Creates a mailing with its letters in the caller's transaction. It has no deliveries yet. */
    @Transactional(propagation = Propagation.MANDATORY)
    public MailingId create(NewMailing mailing) {
        MailingId id = new MailingId(UUID.randomUUID());
        jdbc.sql("""
                INSERT INTO mailing (id, name, created_at, not_before) VALUES (:id, :name, :now, :notBefore)
                """)
                .param("id", id.value())
                .param("name", mailing.name())
                .param("now", DeliveryQueue.utc(clock.instant()))
                .param("notBefore", DeliveryQueue.utc(mailing.notBefore()))
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
        // Set-based, and due at once: what holds it back is the mailing.
        long added = jdbc.sql("""
                INSERT INTO delivery (id, mailing_id, address, variant, follows, state, next_attempt_at)
                SELECT chosen.id, mailing.id, chosen.address, chosen.variant, chosen.follows, 'QUEUED',
                       mailing.not_before
                FROM (%s) AS chosen
                JOIN mailing ON mailing.id = :deliveryMailing
                ON CONFLICT (mailing_id, lower(address)) DO NOTHING
                """.formatted(select)).params(all).update();
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
     * Sends nothing more until it is resumed; messages on the wire are finished. Nothing happens if it is paused already.
     *
     * @throws IllegalStateException if it is stopped
     */
    @Transactional
    public void pause(MailingId mailing, String reason) {
        decide(mailing, Decision.PAUSED, reason);
    }

    /**
     * Goes on after a pause. Nothing happens if it is not paused.
     *
     * @throws IllegalStateException if it is stopped
     */
    @Transactional
    public void resume(MailingId mailing, String reason) {
        if (lastDecision(mailing).isPresent()) {
            decide(mailing, Decision.RESUMED, reason);
        }
    }

    /**
     * Ends it for good: what is not sent by now is never sent. What is on the wire is finished, and nothing is claimed once
     * this is committed.
     *
     * @return whether that was news: nothing happens if it is stopped already
     */
    @Transactional
    public boolean stop(MailingId mailing, String reason) {
        return decide(mailing, Decision.STOPPED, reason);
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
    void pauseForTrouble(MailingId mailing, String reason) {
        lock(mailing);
        if (lastDecision(mailing).map(Decided::decision).orElse(Decision.RESUMED) == Decision.RESUMED) {
            LOG.warn("Mailing {} is paused: {}", mailing, reason);
            decide(mailing, Decision.PAUSED, reason);
            events.publishEvent(new MailingPaused(mailing, reason, clock.instant()));
        }
    }

    private boolean decide(MailingId mailing, Decision decision, String reason) {
        lock(mailing);
        Decision last = lastDecision(mailing).map(Decided::decision).orElse(Decision.RESUMED);
        if (last == decision) {
            return false;
        }
        if (last == Decision.STOPPED) {
            throw new IllegalStateException("A mailing that is stopped stays so");
        }
        jdbc.sql("""
                INSERT INTO mailing_decision (mailing_id, at, decision, reason)
                VALUES (:mailing, :at, :decision, :reason)
                """)
                .param("mailing", mailing.value())
                .param("at", DeliveryQueue.utc(clock.instant()))
                .param("decision", decision.name())
                .param("reason", reason)
                .update();
        return true;
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
                SELECT decision, reason, at FROM mailing_decision WHERE mailing_id = :mailing ORDER BY id DESC LIMIT 1
                """)
                .param("mailing", mailing.value())
                .query((row, number) -> new Decided(
                        Decision.valueOf(row.getString("decision")),
                        row.getString("reason"),
                        DeliveryQueue.instant(row, "at")))
                .optional();
    }

    /**
     * How far it has come: from counters, so that it can be asked often.
     *
     * @throws NoSuchElementException if there is no such mailing
     */
    @Transactional(readOnly = true)
    public Progress progress(MailingId mailing) {
        Instant now = clock.instant();
        Instant notBefore = jdbc.sql("SELECT not_before FROM mailing WHERE id = :mailing")
                .param("mailing", mailing.value())
                .query((row, number) -> DeliveryQueue.instant(row, "not_before"))
                .optional()
                .orElseThrow(() -> new NoSuchElementException("There is no mailing " + mailing));
        Map<String, Long> counts = new HashMap<>();
        jdbc.sql("""
                SELECT counted, sum(deliveries) AS deliveries FROM mailing_count
                WHERE mailing_id = :mailing GROUP BY counted
                """).param("mailing", mailing.value()).query(row -> {
            counts.put(row.getString("counted"), row.getLong("deliveries"));
        });
        // Ambiguous ones that are not attempted again wait for a person: the index on what is due knows the others.
        boolean open = jdbc.sql("""
                SELECT EXISTS (SELECT FROM delivery WHERE mailing_id = :mailing AND next_attempt_at IS NOT NULL)
                """)
                .param("mailing", mailing.value())
                .query(Boolean.class)
                .single();
        double perSecond = jdbc.sql("""
                SELECT coalesce(sum(answered), 0) / 60.0 FROM mailing_pace
                WHERE mailing_id = :mailing AND since > :minuteAgo
                """)
                .param("mailing", mailing.value())
                .param("minuteAgo", DeliveryQueue.utc(now.minusSeconds(60)))
                .query(Double.class)
                .single();
        Optional<Decided> last = lastDecision(mailing).filter(decided -> decided.decision() != Decision.RESUMED);
        return new Progress(
                Arrays.stream(DeliveryState.values())
                        .mapToLong(state -> counts.getOrDefault(state.name(), 0L))
                        .sum(),
                counts.getOrDefault(DeliveryState.QUEUED.name(), 0L),
                counts.getOrDefault(DeliveryState.IN_FLIGHT.name(), 0L),
                counts.getOrDefault(DeliveryState.RETRYING.name(), 0L),
                counts.getOrDefault(DeliveryState.AMBIGUOUS.name(), 0L),
                counts.getOrDefault(DeliveryState.ACCEPTED.name(), 0L),
                counts.getOrDefault(DeliveryState.REFUSED.name(), 0L),
                counts.getOrDefault(DeliveryState.UNREACHABLE.name(), 0L),
                counts.getOrDefault(DeliveryState.BOUNCED.name(), 0L),
                counts.getOrDefault("AMBIGUITIES", 0L),
                perSecond,
                phase(last.map(Decided::decision).orElse(Decision.RESUMED), open, notBefore, now),
                last.map(Decided::reason).orElse(null),
                last.map(Decided::at).orElse(null),
                notBefore);
    }

    private static Progress.Phase phase(Decision last, boolean open, Instant notBefore, Instant now) {
        if (!open) {
            return Progress.Phase.FINISHED; // even if it was stopped later: that changed nothing
        }
        if (last == Decision.STOPPED) {
            return Progress.Phase.STOPPED;
        }
        if (last == Decision.PAUSED) {
            return Progress.Phase.PAUSED;
        }
        return now.isBefore(notBefore) ? Progress.Phase.HELD : Progress.Phase.SENDING;
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

    /** The relay's answers so far by code, the most frequent first. */
    public List<Replies> replies(MailingId mailing) {
        return jdbc.sql("""
                SELECT nullif(code, 0) AS code, nullif(enhanced_code, '') AS enhanced_code, sum(answers) AS answers,
                       max(last_at) AS last_at, (array_agg(last_reply ORDER BY last_at DESC))[1] AS last_reply
                FROM mailing_reply WHERE mailing_id = :mailing
                GROUP BY mailing_reply.code, mailing_reply.enhanced_code
                ORDER BY answers DESC, code
                """)
                .param("mailing", mailing.value())
                .query((row, number) -> new Replies(
                        row.getObject("code", Integer.class),
                        row.getString("enhanced_code"),
                        row.getLong("answers"),
                        DeliveryQueue.instant(row, "last_at"),
                        row.getString("last_reply")))
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
        // Each set of states has an index that gives it in order: those in trouble have one of their own.
        String among = states.isEmpty()
                ? ""
                : states.stream()
                        .map(state -> "'" + state.name() + "'")
                        .sorted()
                        .collect(Collectors.joining(", ", "AND state IN (", ")"));
        return jdbc.sql("""
                SELECT * FROM delivery
                WHERE mailing_id = :mailing AND (:after::text IS NULL OR lower(address) > lower(:after)) %s
                ORDER BY lower(address)
                LIMIT :limit
                """.formatted(among))
                .param("mailing", mailing.value())
                .param("after", after, Types.VARCHAR)
                .param("limit", limit)
                .query((row, number) -> delivery(row))
                .list();
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

    private record Decided(Decision decision, String reason, Instant at) {}
}
