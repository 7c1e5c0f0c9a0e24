package ps.domain.policy.versions;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
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
        // Versions and withdrawals from one snapshot: never a withdrawal without its version.
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
        return Timeline.of(
                versions.findAll().stream().map(PolicyVersion::toVersion).toList(), withdrawals(), clock);
    }

    private Map<Integer, Withdrawal> withdrawals() {
        Map<Integer, Withdrawal> withdrawals = new HashMap<>();
        jdbc.sql("SELECT version_number, withdrawn_at, reason_ar, reason_en FROM policy_withdrawal")
                .query(row -> {
                    withdrawals.put(
                            row.getInt("version_number"),
                            new Withdrawal(
                                    row.getObject("withdrawn_at", OffsetDateTime.class)
                                            .toInstant(),
                                    new BilingualText(row.getString("reason_ar"), row.getString("reason_en"))));
                });
        return withdrawals;
    }
}
