package ps.domain.policy.delivery;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes out of deliveries whom they went to, for good: the address becomes a pseudonym, and what was replied and reported
 * loses it. When and how often was tried, and with which codes it ended, stays. The database allows no other change.
 */
@Component
public class Pseudonymization {

    private final JdbcClient jdbc;
    private final Clock clock;

    Pseudonymization(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Whether any of them is still to be sent, or may be on the wire. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean isAnyOpen(Collection<UUID> deliveries) {
        return jdbc.sql("""
                SELECT EXISTS (
                  SELECT FROM delivery
                  LEFT JOIN LATERAL (
                    SELECT decision FROM mailing_decision WHERE mailing_id = delivery.mailing_id ORDER BY id DESC LIMIT 1
                  ) last ON true
                  WHERE id = ANY (:ids::uuid[]) AND next_attempt_at IS NOT NULL
                    AND (last.decision IS DISTINCT FROM 'STOPPED' OR (state = 'IN_FLIGHT' AND next_attempt_at > :now))
                )
                """)
                .param("ids", texts(deliveries))
                .param("now", DeliveryQueue.utc(clock.instant()))
                .query(Boolean.class)
                .single();
    }

    /** The addresses of those that are none of them a pseudonym yet. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<UUID, String> addressesOf(Collection<UUID> deliveries) {
        Map<UUID, String> addresses = new HashMap<>();
        jdbc.sql("SELECT id, address FROM delivery WHERE id = ANY (:ids::uuid[]) AND NOT is_pseudonym(address)")
                .param("ids", texts(deliveries))
                .query(row -> {
                    addresses.put(row.getObject("id", UUID.class), row.getString("address"));
                });
        return addresses;
    }

    /**
     * Puts pseudonyms in the place of addresses.
     *
     * @param names what else must not be left in any reply
     * @throws org.springframework.dao.DataAccessException if one of them is still to be sent
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int pseudonymize(Map<UUID, String> pseudonyms, Collection<String> names) {
        if (pseudonyms.isEmpty()) {
            return 0;
        }
        List<Map.Entry<UUID, String>> entries = List.copyOf(pseudonyms.entrySet());
        String[] ids = texts(entries, entry -> entry.getKey().toString());
        // As long as the addresses are there: the triggers compare with them.
        jdbc.sql("""
                UPDATE delivery_attempt
                SET reply = cleaned.reply
                FROM (
                  SELECT delivery_id, number, %s AS reply
                  FROM delivery_attempt AS attempt JOIN delivery ON delivery.id = delivery_id
                  WHERE delivery_id = ANY (:ids::uuid[])
                ) AS cleaned
                WHERE delivery_attempt.delivery_id = cleaned.delivery_id AND delivery_attempt.number = cleaned.number
                  AND delivery_attempt.reply <> cleaned.reply
                """.formatted(cleaned("attempt.reply")))
                .param("ids", ids)
                .param("names", texts(names))
                .update();
        emptyReports("SELECT report_id FROM bounce WHERE delivery_id = ANY (:ids::uuid[])", Map.of("ids", ids));
        forgetRecipients("delivery_id = ANY (:ids::uuid[])", Map.of("ids", ids));
        if (!names.isEmpty()) {
            // What stands for all who were answered so is without addresses, but it can be about this one.
            jdbc.sql("""
                    UPDATE mailing_reply SET last_reply = ''
                    WHERE mailing_id IN (SELECT mailing_id FROM delivery WHERE id = ANY (:ids::uuid[]))
                      AND EXISTS (
                        SELECT FROM unnest(:names::text[]) AS name WHERE position(folded(name) IN folded(last_reply)) > 0)
                    """).param("ids", ids).param("names", texts(names)).update();
        }
        return jdbc.sql("""
                UPDATE delivery
                SET address = chosen.pseudonym, next_attempt_at = NULL, reply = %s, bounce_text = %s
                FROM unnest(:ids::uuid[], :pseudonyms::text[]) AS chosen (id, pseudonym)
                WHERE delivery.id = chosen.id AND NOT is_pseudonym(delivery.address)
                """.formatted(cleaned("reply"), cleaned("bounce_text")))
                .param("ids", ids)
                .param("pseudonyms", texts(entries, Map.Entry::getValue))
                .param("names", texts(names))
                .update();
    }

    /** Empties reports that name one of the addresses and were not found to be about a message. */
    @Transactional(propagation = Propagation.MANDATORY)
    public int forgetReportsNaming(Collection<String> addresses) {
        // Read from one end to the other: somebody asks for this once in a while, and old reports are empty.
        Map<String, Object> parameters = Map.of("addresses", texts(addresses));
        int emptied = emptyReports("""
                SELECT report.id
                FROM bounce_report AS report, unnest(:addresses::text[]) AS address
                WHERE position(lower(address) IN lower(report.subject || ' ' || report.sender)) > 0
                   OR position(lower(encode(convert_to(address, 'UTF8'), 'escape')) IN lower(encode(raw, 'escape'))) > 0
                UNION
                SELECT report_id FROM bounce, unnest(:addresses::text[]) AS address
                WHERE lower(address) IN (lower(final_recipient), lower(original_recipient))
                   OR position(lower(address) IN lower(diagnostic)) > 0
                """, parameters);
        forgetRecipients("""
                EXISTS (SELECT FROM unnest(:addresses::text[]) AS address
                        WHERE lower(address) IN (lower(final_recipient), lower(original_recipient))
                           OR position(lower(address) IN lower(diagnostic)) > 0)
                """, parameters);
        return emptied;
    }

    private int emptyReports(String which, Map<String, ?> parameters) {
        return jdbc.sql("""
                UPDATE bounce_report SET raw = '', subject = '', sender = '', open = false
                WHERE id IN (%s) AND (octet_length(raw) > 0 OR subject <> '' OR sender <> '' OR open)
                """.formatted(which)).params(parameters).update();
    }

    private void forgetRecipients(String which, Map<String, ?> parameters) {
        jdbc.sql("""
                UPDATE bounce SET final_recipient = NULL, original_recipient = NULL, diagnostic = NULL
                WHERE %s AND num_nonnulls(final_recipient, original_recipient, diagnostic) > 0
                """.formatted(which)).params(parameters).update();
    }

    private static String cleaned(String reply) {
        return """
                CASE WHEN EXISTS (
                       SELECT FROM unnest(:names::text[]) AS name WHERE position(folded(name) IN folded(%1$s)) > 0
                     ) THEN ''
                     ELSE without_address(%1$s, delivery.address) END""".formatted(reply);
    }

    private static String[] texts(Collection<?> values) {
        return texts(List.copyOf(values), Object::toString);
    }

    private static <T> String[] texts(List<T> values, Function<T, String> text) {
        return values.stream().map(text).toArray(String[]::new);
    }
}
