package ps.domain.policy.delivery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The deliveries that are due, claimed and recorded by any number of workers on any number of instances. Each method is
 * one statement and so one transaction: none is open while mail is sent.
 */
@Component
class DeliveryQueue {

    private static final Duration SLOT = Duration.ofSeconds(5);
    private static final int SLOTS = 13;

    private static final String DUE = """
            due AS (
              SELECT id FROM delivery
              WHERE mailing_id = :mailing AND next_attempt_at <= :now
                AND EXISTS (SELECT FROM mailing WHERE id = :mailing AND not_before <= :now)
                AND (SELECT may_claim(:mailing))  -- asked once, before the first row
              ORDER BY next_attempt_at
              LIMIT :atMost
              FOR UPDATE SKIP LOCKED
            )""";

    /** What was begun comes back as ever; of the others, no more than there is room for. */
    private static final String DUE_IN_CANARY = """
            mailing_now AS MATERIALIZED (
              SELECT id, not_before, canary_room(id) AS room FROM mailing WHERE id = :mailing AND not_before <= :now
            ), begun AS (
              SELECT delivery.id
              FROM mailing_now JOIN delivery ON mailing_id = mailing_now.id
              WHERE room >= 0 AND next_attempt_at > not_before AND next_attempt_at <= :now AND state <> 'QUEUED'
              ORDER BY next_attempt_at
              LIMIT :atMost
              FOR UPDATE OF delivery SKIP LOCKED
            ), fresh AS (
              SELECT id FROM delivery
              WHERE mailing_id = :mailing AND next_attempt_at <= :now AND state = 'QUEUED'
              ORDER BY next_attempt_at
              LIMIT (
                SELECT coalesce(max(greatest(0, least(room, :atMost - (SELECT count(*) FROM begun)))), 0)
                FROM mailing_now
              )
              FOR UPDATE SKIP LOCKED
            ), due AS (
              SELECT id FROM begun UNION ALL SELECT id FROM fresh
            )""";

    /** About as many answers are looked back at. */
    private static final int RECENT = 200;

    private final JdbcClient jdbc;
    private final Set<MailingId> over = ConcurrentHashMap.newKeySet();

    DeliveryQueue(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A mailing that has something to send now, unless the relay is left alone; any of them, so that none waits long. */
    Optional<MailingId> due(Instant now) {
        // Each probe of an index reads one row, for each mailing that may be sent. As EXISTS they would be planned as
        // one
        // hash table of everything that is due, which is made anew for each batch.
        return jdbc.sql("""
                SELECT mailing.id FROM mailing
                LEFT JOIN LATERAL (
                  SELECT decision FROM mailing_decision WHERE mailing_id = mailing.id ORDER BY id DESC LIMIT 1
                ) last ON true
                WHERE mailing.not_before <= :now
                  AND coalesce(last.decision, 'RESUMED') = 'RESUMED'
                  AND (SELECT true FROM delivery WHERE mailing_id = mailing.id AND next_attempt_at <= :now LIMIT 1)
                  -- Behind those who went ahead of the rest, others wait: only what was begun can be due.
                  AND (mailing.canary = 0
                       OR EXISTS (SELECT FROM mailing_canary WHERE mailing_id = mailing.id)
                       OR begun(mailing.id) < mailing.canary
                       OR (SELECT true FROM delivery
                           WHERE mailing_id = mailing.id AND state <> 'QUEUED'
                             AND next_attempt_at > mailing.not_before AND next_attempt_at <= :now
                           LIMIT 1))
                  AND NOT EXISTS (SELECT FROM relay WHERE %s)
                ORDER BY random()
                LIMIT 1
                """.formatted(Throttle.RESTS))
                .param("now", utc(now))
                .query((row, number) -> new MailingId(row.getObject("id", UUID.class)))
                .optional();
    }

    /** Whether everything of a mailing may be claimed. That does not change any more, and so it is asked once. */
    boolean isCanaryOver(MailingId mailing) {
        if (over.contains(mailing)) {
            return true;
        }
        boolean isOver = jdbc.sql("""
                SELECT canary = 0 OR EXISTS (SELECT FROM mailing_canary WHERE mailing_id = :mailing)
                FROM mailing WHERE id = :mailing
                """)
                .param("mailing", mailing.value())
                .query(Boolean.class)
                .single();
        if (isOver) {
            over.add(mailing);
        }
        return isOver;
    }

    /** Whether a mailing is neither held, nor paused, nor stopped. */
    boolean maySend(MailingId mailing, Instant now) {
        return jdbc.sql("""
                SELECT EXISTS (SELECT FROM mailing WHERE id = :mailing AND not_before <= :now)
                   AND coalesce((
                     SELECT decision FROM mailing_decision WHERE mailing_id = :mailing ORDER BY id DESC LIMIT 1
                   ), 'RESUMED') = 'RESUMED'
                """)
                .param("mailing", mailing.value())
                .param("now", utc(now))
                .query(Boolean.class)
                .single();
    }

    /** Takes deliveries of a mailing in hand. No two workers get the same one before its lease ends. */
    List<Claim> claim(MailingId mailing, int atMost, Instant now, Instant leaseEnd, int shard) {
        // SKIP LOCKED lets workers pass each other. The next attempt is set to the lease's end, so that what a dead
        // instance held comes back through this same query; the fence keeps out one that was only slow.
        return jdbc.sql("""
                WITH %s, claimed AS (
                  UPDATE delivery
                  SET state = 'IN_FLIGHT', next_attempt_at = :leaseEnd,
                      fence = delivery.fence + 1, attempts = delivery.attempts + 1
                  FROM due WHERE delivery.id = due.id
                  RETURNING delivery.*, old.state AS before
                ), counted AS (
                  INSERT INTO mailing_count AS count (mailing_id, shard, counted, deliveries)
                  SELECT :mailing, :shard, state, sum(change)
                  FROM (
                    SELECT before AS state, -1 AS change FROM claimed
                    UNION ALL
                    SELECT 'IN_FLIGHT', 1 FROM claimed
                  ) changes
                  GROUP BY state HAVING sum(change) <> 0 ORDER BY state
                  ON CONFLICT (mailing_id, shard, counted)
                    DO UPDATE SET deliveries = count.deliveries + excluded.deliveries
                )
                SELECT * FROM claimed
                """.formatted(isCanaryOver(mailing) ? DUE : DUE_IN_CANARY))
                .param("mailing", mailing.value())
                .param("now", utc(now))
                .param("leaseEnd", utc(leaseEnd))
                .param("atMost", atMost)
                .param("shard", shard)
                .query((row, number) -> claim(mailing, row))
                .list();
    }

    /**
     * Records outcomes, with the counters that follow from them. One that comes too late, since its delivery was claimed
     * again after the lease, changes nothing; recording twice changes nothing either.
     *
     * @return how many were recorded
     */
    int record(List<Outcome> outcomes, Instant now, int shard) {
        return jdbc.sql("""
                WITH outcome AS (
                  SELECT * FROM unnest(
                    :ids::uuid[], :fences::integer[], :states::text[], :nexts::timestamptz[], :ats::timestamptz[],
                    :codes::integer[], :enhancedCodes::text[], :replies::text[],
                    :failures::integer[], :failingSinces::timestamptz[], :ambiguities::integer[]
                  ) AS o (id, fence, state, next, at, code, enhanced_code, reply, failures, failing_since, ambiguities)
                ), recorded AS (
                  UPDATE delivery
                  SET state = o.state, next_attempt_at = o.next,
                      failures = o.failures, failing_since = o.failing_since, ambiguities = o.ambiguities,
                      attempts = delivery.attempts - (o.at IS NULL)::integer,
                      answered_at = coalesce(o.at, delivery.answered_at),
                      code = CASE WHEN o.at IS NULL THEN delivery.code ELSE o.code END,
                      enhanced_code = CASE WHEN o.at IS NULL THEN delivery.enhanced_code ELSE o.enhanced_code END,
                      reply = CASE WHEN o.at IS NULL THEN delivery.reply ELSE o.reply END
                  FROM outcome o
                  WHERE delivery.id = o.id AND delivery.fence = o.fence AND delivery.state = 'IN_FLIGHT'
                  RETURNING new.*, o.at IS NOT NULL AS answered, new.ambiguities - old.ambiguities AS ambiguous
                ), attempt AS (
                  INSERT INTO delivery_attempt (delivery_id, number, at, code, enhanced_code, reply)
                  SELECT id, attempts, answered_at, code, enhanced_code, reply
                  FROM recorded WHERE answered AND state IN ('QUEUED', 'RETRYING', 'AMBIGUOUS')
                ), counted AS (
                  INSERT INTO mailing_count AS count (mailing_id, shard, counted, deliveries)
                  SELECT mailing_id, :shard, counted, sum(change)
                  FROM (
                    SELECT mailing_id, 'IN_FLIGHT' AS counted, -1 AS change FROM recorded
                    UNION ALL
                    SELECT mailing_id, state, 1 FROM recorded
                    UNION ALL
                    SELECT mailing_id, 'AMBIGUITIES', ambiguous FROM recorded
                  ) changes
                  GROUP BY mailing_id, counted HAVING sum(change) <> 0 ORDER BY mailing_id, counted
                  ON CONFLICT (mailing_id, shard, counted)
                    DO UPDATE SET deliveries = count.deliveries + excluded.deliveries
                ), paced AS (
                  INSERT INTO mailing_pace AS pace (mailing_id, shard, slot, since, answered)
                  SELECT mailing_id, :shard, :slot, :slotStart, count(*)
                  FROM recorded WHERE answered GROUP BY mailing_id ORDER BY mailing_id
                  ON CONFLICT (mailing_id, shard, slot) DO UPDATE
                    SET answered = excluded.answered
                          + CASE WHEN pace.since = excluded.since THEN pace.answered ELSE 0 END,
                        since = excluded.since
                ), replied AS (
                  INSERT INTO mailing_reply AS reply
                    (mailing_id, shard, code, enhanced_code, answers, last_at, last_reply)
                  SELECT mailing_id, :shard, coalesce(code, 0), coalesce(enhanced_code, ''), count(*),
                         max(answered_at),
                         -- One of them stands for all, and names nobody.
                         without_address((array_agg(reply ORDER BY answered_at DESC))[1],
                                         (array_agg(address ORDER BY answered_at DESC))[1])
                  FROM recorded WHERE answered GROUP BY 1, 3, 4 ORDER BY 1, 3, 4
                  ON CONFLICT (mailing_id, shard, code, enhanced_code) DO UPDATE
                    SET answers = reply.answers + excluded.answers,
                        last_at = excluded.last_at, last_reply = excluded.last_reply
                ), recent AS (
                  INSERT INTO mailing_recent AS recent (mailing_id, shard, answers, refused)
                  SELECT mailing_id, :shard, count(*), count(*) FILTER (WHERE state = 'REFUSED')
                  FROM recorded WHERE answered AND state IN ('ACCEPTED', 'REFUSED') GROUP BY 1 ORDER BY 1
                  ON CONFLICT (mailing_id, shard) DO UPDATE
                    SET answers = excluded.answers
                          + CASE WHEN recent.answers < :recent THEN recent.answers ELSE recent.answers / 2 END,
                        refused = excluded.refused
                          + CASE WHEN recent.answers < :recent THEN recent.refused ELSE recent.refused / 2 END
                )
                SELECT count(*) FROM recorded
                """)
                .param("recent", RECENT)
                .param("ids", each(outcomes, outcome -> outcome.claim().id()), Types.ARRAY)
                .param("fences", each(outcomes, outcome -> outcome.claim().fence()), Types.ARRAY)
                .param("states", each(outcomes, Outcome::state), Types.ARRAY)
                .param("nexts", each(outcomes, Outcome::nextAttemptAt), Types.ARRAY)
                .param("ats", each(outcomes, Outcome::at), Types.ARRAY)
                .param("codes", each(outcomes, DeliveryQueue::code), Types.ARRAY)
                .param("enhancedCodes", each(outcomes, DeliveryQueue::enhancedCode), Types.ARRAY)
                .param("replies", each(outcomes, DeliveryQueue::reply), Types.ARRAY)
                .param("failures", each(outcomes, Outcome::failures), Types.ARRAY)
                .param("failingSinces", each(outcomes, Outcome::failingSince), Types.ARRAY)
                .param("ambiguities", each(outcomes, Outcome::ambiguities), Types.ARRAY)
                .param("shard", shard)
                .param("slot", (int) (now.getEpochSecond() / SLOT.toSeconds() % SLOTS))
                .param(
                        "slotStart",
                        utc(Instant.ofEpochSecond(now.getEpochSecond() / SLOT.toSeconds() * SLOT.toSeconds())))
                .query(Integer.class)
                .single();
    }

    /** Whether the relay took anything of a mailing since then. */
    boolean acceptedSince(MailingId mailing, Instant then) {
        return jdbc.sql("""
                SELECT EXISTS (
                  SELECT FROM mailing_reply WHERE mailing_id = :mailing AND code BETWEEN 200 AND 299 AND last_at > :then
                )
                """)
                .param("mailing", mailing.value())
                .param("then", utc(then))
                .query(Boolean.class)
                .single();
    }

    Letter letter(MailingId mailing, String variant) {
        return jdbc.sql("""
                SELECT variant, subject, html, text FROM letter WHERE mailing_id = :mailing AND variant = :variant
                """)
                .param("mailing", mailing.value())
                .param("variant", variant)
                .query((row, number) -> new Letter(
                        row.getString("variant"),
                        row.getString("subject"),
                        row.getString("html"),
                        row.getString("text")))
                .single();
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static Claim claim(MailingId mailing, ResultSet row) throws SQLException {
        return new Claim(
                row.getObject("id", UUID.class),
                mailing,
                row.getString("address"),
                row.getString("variant"),
                row.getObject("follows", UUID.class),
                row.getInt("fence"),
                DeliveryState.valueOf(row.getString("before")),
                row.getInt("failures"),
                instantOrNull(row, "failing_since"),
                row.getInt("ambiguities"),
                instantOrNull(row, "answered_at"),
                row.getObject("code", Integer.class),
                row.getString("enhanced_code"));
    }

    private static @Nullable Integer code(Outcome outcome) {
        Answer answer = outcome.answer();
        return answer == null || answer.code() == Answer.NONE ? null : answer.code();
    }

    private static @Nullable String enhancedCode(Outcome outcome) {
        Answer answer = outcome.answer();
        return answer == null ? null : answer.enhancedCode();
    }

    private static @Nullable String reply(Outcome outcome) {
        Answer answer = outcome.answer();
        return answer == null ? null : answer.text();
    }

    /** Arrays go as text, which PostgreSQL reads as whatever they are cast to. */
    private static @Nullable String[] each(List<Outcome> outcomes, Function<Outcome, @Nullable Object> part) {
        return outcomes.stream()
                .map(outcome -> {
                    Object value = part.apply(outcome);
                    return value == null ? null : value.toString();
                })
                .toArray(String[]::new);
    }
}
