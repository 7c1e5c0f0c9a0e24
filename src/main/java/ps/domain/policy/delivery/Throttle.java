package ps.domain.policy.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How much the relay may be given, and whether it is left alone for a while: kept in PostgreSQL, so that it holds for all
 * instances together and survives restarts.
 */
@Component
class Throttle {

    private static final double UNLIMITED = 1e9;
    private static final Duration SHORTEST_REST = Duration.ofSeconds(5);
    private static final Duration LONGEST_REST = Duration.ofMinutes(5);

    /** No more than that apart are the clocks of instances; a moment that lies further ahead was before a clock went back. */
    private static final Duration APART = Duration.ofSeconds(5);

    /** Whether the relay is left alone now, in SQL. */
    static final String RESTS = """
            coalesce(relay.resting_until > :now AND relay.resting_until <= :now + make_interval(secs => %s), false)\
            """.formatted(LONGEST_REST.plus(APART).toSeconds());

    private final JdbcClient jdbc;
    private final Limit perSecond;
    private final Limit perHour;

    Throttle(JdbcClient jdbc, DeliverySettings settings) {
        this.jdbc = jdbc;
        this.perSecond = Limit.of(settings.ratePerSecond(), Duration.ofSeconds(1));
        this.perHour = Limit.of(settings.ratePerHour(), Duration.ofHours(1));
    }

    /** Asks for leave to send so many messages. */
    Grant take(int wanted, Instant now) {
        if (perSecond.isNone() && perHour.isNone()) {
            return new Grant(wanted, Duration.ZERO);
        }
        Optional<Grant> grant = tryToTake(wanted, now);
        if (grant.isPresent()) {
            return grant.get();
        }
        jdbc.sql("INSERT INTO relay (id, refilled_at) VALUES (1, :now) ON CONFLICT DO NOTHING")
                .param("now", DeliveryQueue.utc(now))
                .update();
        return tryToTake(wanted, now).orElseThrow();
    }

    private Optional<Grant> tryToTake(int wanted, Instant now) {
        // One statement: the row's lock makes instances take turns.
        return jdbc.sql("""
                WITH before AS (
                  SELECT second_tokens, hour_tokens,
                         greatest(0, extract(epoch FROM :now - refilled_at))::double precision AS passed
                  FROM relay WHERE id = 1 FOR UPDATE
                ), refilled AS (
                  SELECT least(:secondBurst, second_tokens + passed * :secondRefill) AS second_tokens,
                         least(:hourBurst, hour_tokens + passed * :hourRefill) AS hour_tokens
                  FROM before
                ), granted AS (
                  SELECT refilled.*, greatest(0, floor(least(:wanted, second_tokens, hour_tokens) + 1e-6)) AS messages
                  FROM refilled
                )
                UPDATE relay
                SET second_tokens = granted.second_tokens - messages,
                    hour_tokens = granted.hour_tokens - messages,
                    refilled_at = CASE WHEN refilled_at > :now + make_interval(secs => :apart) THEN :now
                                       ELSE greatest(refilled_at, :now) END
                FROM granted WHERE relay.id = 1
                RETURNING messages, relay.second_tokens, relay.hour_tokens
                """)
                .param("now", DeliveryQueue.utc(now))
                .param("apart", APART.toSeconds())
                .param("wanted", wanted)
                .param("secondBurst", perSecond.burst())
                .param("secondRefill", perSecond.refill())
                .param("hourBurst", perHour.burst())
                .param("hourRefill", perHour.refill())
                .query((row, number) -> new Grant(
                        row.getInt("messages"),
                        longer(
                                perSecond.untilOne(row.getDouble("second_tokens")),
                                perHour.untilOne(row.getDouble("hour_tokens")))))
                .optional();
    }

    /** Gives back what was not used. */
    void giveBack(int messages) {
        if (messages > 0 && !(perSecond.isNone() && perHour.isNone())) {
            jdbc.sql("""
                    UPDATE relay SET second_tokens = second_tokens + :messages, hour_tokens = hour_tokens + :messages
                    WHERE id = 1
                    """).param("messages", messages).update();
        }
    }

    /**
     * Leaves the relay alone for a while, twice as long each time, at most five minutes. Of workers that run into the same
     * trouble at the same time, the first one counts.
     *
     * @return since when the relay has been in trouble, to the one that counts
     */
    Optional<Instant> trouble(String reason, Instant now) {
        return jdbc.sql("""
                INSERT INTO relay (id, refilled_at, troubles, trouble_since, resting_until, trouble)
                VALUES (1, :now, 1, :now, :now + make_interval(secs => :shortest), :reason)
                ON CONFLICT (id) DO UPDATE
                  SET troubles = relay.troubles + 1,
                      trouble_since = least(relay.trouble_since, excluded.trouble_since),
                      resting_until = :now
                        + make_interval(secs => least(:longest, :shortest * 2.0 ^ least(relay.troubles, 20))),
                      trouble = excluded.trouble
                  WHERE NOT %s
                RETURNING trouble_since
                """.formatted(RESTS))
                .param("now", DeliveryQueue.utc(now))
                .param("reason", reason)
                .param("shortest", (double) SHORTEST_REST.toSeconds())
                .param("longest", (double) LONGEST_REST.toSeconds())
                .query((row, number) -> DeliveryQueue.instant(row, "trouble_since"))
                .optional();
    }

    /** The relay takes messages; a rest that others still keep is not cut short. */
    void working(Instant now) {
        jdbc.sql("""
                UPDATE relay SET troubles = 0, trouble_since = NULL, resting_until = NULL, trouble = NULL
                WHERE id = 1 AND trouble_since IS NOT NULL AND NOT %s
                """.formatted(RESTS)).param("now", DeliveryQueue.utc(now)).update();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /**
     * Leave to send.
     *
     * @param messages how many
     * @param untilNext how long until there is leave for another one
     */
    record Grant(int messages, Duration untilNext) {}

    /**
     * A bucket of tokens. What can be saved up is taken off what flows in, so that no period of the given length sees more
     * than the limit, wherever it begins.
     *
     * @param burst how many can be saved up
     * @param refill how many flow in per second
     */
    private record Limit(double burst, double refill) {

        static Limit of(int limit, Duration period) {
            if (limit == 0) {
                return new Limit(UNLIMITED, UNLIMITED);
            }
            int burst = 1 + limit / 50;
            return new Limit(burst, (double) (limit - (burst - 1)) / period.toSeconds());
        }

        boolean isNone() {
            return burst == UNLIMITED;
        }

        Duration untilOne(double tokens) {
            return tokens >= 1
                    ? Duration.ZERO
                    : Duration.of((long) Math.ceil((1 - tokens) / refill * 1e6), ChronoUnit.MICROS);
        }
    }
}
