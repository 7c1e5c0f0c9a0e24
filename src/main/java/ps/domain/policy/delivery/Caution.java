package ps.domain.policy.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import ps.domain.policy.delivery.Trouble.Kind;

/**
 * Looks at how recipients are answered: lets the rest of a mailing follow those who went ahead, and pauses it if too many
 * are refused. All that it goes by is in PostgreSQL, so that it does not matter which instance looks, or whether another
 * one dies before it does.
 */
@Component
class Caution {

    /** Of fewer answers, a share says nothing. */
    private static final int FEWEST_ANSWERS = 50;

    /** A relay that puts off whom it does not know yet (greylisting) takes them after minutes. */
    private static final Duration PATIENCE_IN_CANARY = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final Mailings mailings;
    private final Clock clock;

    Caution(JdbcClient jdbc, Mailings mailings, Clock clock) {
        this.jdbc = jdbc;
        this.mailings = mailings;
        this.clock = clock;
    }

    /** Looks at every mailing of which a few went ahead. */
    void lookAtCanaries() {
        jdbc.sql("""
                SELECT id FROM mailing
                WHERE canary > 0 AND not_before <= :now
                  AND NOT EXISTS (SELECT FROM mailing_canary WHERE mailing_id = mailing.id)
                """)
                .param("now", DeliveryQueue.utc(clock.instant()))
                .query(UUID.class)
                .list()
                .forEach(id -> lookAtCanary(new MailingId(id)));
    }

    /** Looks at those who went ahead. */
    void lookAtCanary(MailingId mailing) {
        mailings.unlessDecided(mailing, () -> afterCanary(mailing));
    }

    /** Looks at the latest answers to a mailing. */
    void lookAtRefusals(MailingId mailing) {
        if (tooMany(mailing).isPresent()) {
            mailings.unlessDecided(mailing, () -> tooMany(mailing));
        }
    }

    private Optional<Trouble> afterCanary(MailingId mailing) {
        Canary canary = jdbc.sql("""
                SELECT mailing.canary, refusal_limit, begun(id) AS begun, counts.queued, counts.in_flight,
                       trouble.refused, trouble.put_off, trouble.since
                FROM mailing,
                LATERAL (
                  SELECT coalesce(sum(deliveries) FILTER (WHERE counted = 'QUEUED'), 0) AS queued,
                         coalesce(sum(deliveries) FILTER (WHERE counted = 'IN_FLIGHT'), 0) AS in_flight
                  FROM mailing_count WHERE mailing_id = mailing.id
                ) counts,
                LATERAL (
                  -- No more of them than went ahead, and in an index of their own. Whoever has no valid address was not
                  -- refused by anybody.
                  SELECT count(*) FILTER (WHERE state = 'REFUSED' OR (state = 'UNREACHABLE' AND code IS NOT NULL)
                           OR (state = 'AMBIGUOUS' AND next_attempt_at IS NULL)) AS refused,
                         count(*) FILTER (WHERE state IN ('RETRYING', 'AMBIGUOUS') AND next_attempt_at IS NOT NULL)
                           AS put_off,
                         min(failing_since) AS since
                  FROM delivery
                  WHERE mailing_id = mailing.id AND state IN ('RETRYING', 'AMBIGUOUS', 'REFUSED', 'UNREACHABLE')
                ) trouble
                WHERE id = :mailing AND NOT EXISTS (SELECT FROM mailing_canary WHERE mailing_id = id)
                """)
                .param("mailing", mailing.value())
                .query((row, number) -> new Canary(
                        row.getLong("canary"),
                        row.getDouble("refusal_limit"),
                        row.getLong("begun"),
                        row.getLong("queued"),
                        row.getLong("in_flight"),
                        row.getLong("refused"),
                        row.getLong("put_off"),
                        Optional.ofNullable(DeliveryQueue.instantOrNull(row, "since"))))
                .optional()
                .orElse(Canary.OVER);
        if (canary.isRefused()) {
            return Optional.of(Trouble.refusals(
                    Kind.CANARY_REFUSED, canary.begun() - canary.inFlight() - canary.putOff(), canary.refused()));
        }
        if (canary.isPutOffFor(PATIENCE_IN_CANARY, clock.instant())) {
            return Optional.of(Trouble.refusals(Kind.CANARY_PUT_OFF, canary.begun(), canary.putOff()));
        }
        if (canary.isAnswered()) {
            mailings.endCanary(mailing);
        }
        return Optional.empty();
    }

    /**
     * Whoever let a mailing go on although a share was refused lives with that share: from then on it takes half of what
     * was still missing to all of them.
     */
    private Optional<Trouble> tooMany(MailingId mailing) {
        return jdbc.sql("""
                SELECT answers, refused
                FROM (
                  SELECT sum(answers) AS answers, sum(refused) AS refused
                  FROM mailing_recent WHERE mailing_id = :mailing
                ) recent
                WHERE answers >= :fewest
                  -- Those who went ahead are judged by themselves.
                  AND EXISTS (
                    SELECT FROM mailing
                    WHERE id = :mailing
                      AND (canary = 0 OR EXISTS (SELECT FROM mailing_canary WHERE mailing_id = :mailing))
                  )
                  AND refused > answers * (
                    SELECT greatest(refusal_limit, (
                      SELECT max((1 + d.refused::double precision / d.answers) / 2)
                      FROM mailing_decision d
                      WHERE d.mailing_id = :mailing AND d.trouble IN ('CANARY_REFUSED', 'REFUSALS') AND d.answers > 0
                    ))
                    FROM mailing WHERE id = :mailing
                  )
                """)
                .param("mailing", mailing.value())
                .param("fewest", FEWEST_ANSWERS)
                .query((row, number) -> Trouble.refusals(Kind.REFUSALS, row.getLong("answers"), row.getLong("refused")))
                .optional();
    }

    /**
     * How those are answered who went ahead.
     *
     * @param size how many were to go
     * @param refusalLimit the share of them that may be refused
     * @param since since when the first of those is put off that are
     */
    private record Canary(
            long size,
            double refusalLimit,
            long begun,
            long queued,
            long inFlight,
            long refused,
            long putOff,
            Optional<Instant> since) {

        static final Canary OVER = new Canary(0, 1, 0, 0, 0, 0, 0, Optional.empty());

        /** As soon as it is certain. */
        boolean isRefused() {
            return queued > 0 && refused > size * refusalLimit;
        }

        /** A few that are put off hold nobody up, or one full mailbox would for three days. */
        boolean isAnswered() {
            return queued == 0 || (begun >= size && inFlight == 0 && putOff * 2 <= size);
        }

        boolean isPutOffFor(Duration duration, Instant now) {
            return begun >= size
                    && inFlight == 0
                    && putOff * 2 > size
                    && since.map(first -> !first.plus(duration).isAfter(now)).orElse(false);
        }
    }
}
