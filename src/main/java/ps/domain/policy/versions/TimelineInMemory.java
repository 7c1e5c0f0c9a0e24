package ps.domain.policy.versions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Fingerprint;
import ps.domain.policy.text.BilingualText;

/** The timeline that readers are answered from. It is replaced whole and outlives the database being away. */
@Component
class TimelineInMemory {

    private final PolicyVersions versions;
    private final JdbcClient jdbc;
    private final TransactionTemplate ownTransaction;
    private final Clock clock;

    private volatile @Nullable Timeline timeline;

    TimelineInMemory(PolicyVersions versions, JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.versions = versions;
        this.jdbc = jdbc;
        this.clock = clock;
        this.ownTransaction = new TransactionTemplate(transactions);
        ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        // All of the chain from one snapshot: never a withdrawal without its version.
        ownTransaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        ownTransaction.setReadOnly(true);
    }

    Timeline timeline() {
        Timeline known = timeline;
        return known == null ? refresh() : known;
    }

    /**
     * Reads it anew; one after the other, so that an older answer never takes the place of a newer one. What is the
     * same stays the same object, by which others know that nothing has changed.
     */
    synchronized Timeline refresh() {
        Timeline known = timeline;
        Timeline read = ownTransaction.execute(transaction -> read());
        if (known != null && read.isSameAs(known)) {
            return known;
        }
        timeline = read;
        return read;
    }

    /** As the current transaction sees it. */
    Timeline read() {
        List<Entry> chain = new ArrayList<>();
        versions.findAll().forEach(version -> chain.add(version.toVersion()));
        chain.addAll(withdrawals());
        chain.addAll(postponements());
        return new Timeline(chain, clock.getZone());
    }

    private List<Withdrawal> withdrawals() {
        return jdbc.sql("SELECT * FROM policy_withdrawal")
                .query((row, n) -> withdrawal(row))
                .list();
    }

    private List<Postponement> postponements() {
        return jdbc.sql("SELECT * FROM policy_postponement")
                .query((row, n) -> postponement(row))
                .list();
    }

    static Withdrawal withdrawal(ResultSet row) throws SQLException {
        return new Withdrawal(row.getInt("version_number"), instant(row, "withdrawn_at"), reason(row), seal(row));
    }

    static Postponement postponement(ResultSet row) throws SQLException {
        return new Postponement(
                row.getInt("version_number"),
                instant(row, "postponed_at"),
                row.getObject("effective_from", LocalDate.class),
                row.getObject("postponed_to", LocalDate.class),
                reason(row),
                seal(row));
    }

    static Seal seal(ResultSet row) throws SQLException {
        byte[] previous = row.getBytes("previous_hash");
        return new Seal(
                row.getInt("seq"),
                previous == null ? null : Fingerprint.ofBytes(previous),
                Fingerprint.ofBytes(row.getBytes("hash")));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static BilingualText reason(ResultSet row) throws SQLException {
        return new BilingualText(row.getString("reason_ar"), row.getString("reason_en"));
    }
}
