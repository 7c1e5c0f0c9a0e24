package ps.domain.policy.accounts;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What lists of account holders leave behind, and is of no use any more when it is old. */
@Component
public class TechnicalLists {

    private final JdbcClient jdbc;

    TechnicalLists(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Deletes what was wrong with lists that were brought here before some moment, and those of them that came to nothing. */
    @Transactional
    public int forgetLists(Instant before) {
        int deleted = 0;
        for (String statement : List.of("""
                DELETE FROM account_import_problem
                WHERE import_id IN (SELECT id FROM account_import WHERE coalesce(ended_at, staged_at) < :before)
                """, """
                DELETE FROM account_import_row
                WHERE import_id IN (
                  SELECT id FROM account_import WHERE applied_at IS NULL AND coalesce(ended_at, staged_at) < :before)
                """, """
                DELETE FROM account_import
                WHERE applied_at IS NULL AND coalesce(ended_at, staged_at) < :before
                  AND (alive_until IS NULL OR alive_until < :before)
                """)) {
            deleted += jdbc.sql(statement)
                    .param("before", before.atOffset(ZoneOffset.UTC))
                    .update();
        }
        return deleted;
    }

    /** Deletes what WHMCS said of clients who never became account holders. */
    @Transactional
    public int forgetStrangers(Instant before) {
        return jdbc.sql("""
                        DELETE FROM whmcs_language
                        WHERE asked_at < :before
                          AND NOT EXISTS (
                            SELECT FROM account_holder AS held WHERE held.client_id = whmcs_language.client_id)
                        """).param("before", before.atOffset(ZoneOffset.UTC)).update()
                + jdbc.sql("DELETE FROM whmcs_hint WHERE hinted_at < :before")
                        .param("before", before.atOffset(ZoneOffset.UTC))
                        .update();
    }
}
