package ps.domain.policy.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Version;

/**
 * Puts database and clock back before each test. Emptying tables that refuse it takes a superuser who switches the
 * triggers off, which is why the application's own role must not be one.
 */
final class CleanSlate implements TestExecutionListener {

    /** What tests wait for comes, or it never does; on a busy machine it comes later. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    static {
        Awaitility.setDefaultTimeout(PATIENCE);
    }

    @Override
    public void beforeTestMethod(TestContext test) {
        ApplicationContext context = test.getApplicationContext();
        context.getBean(TestClock.class).set(TestClock.START);
        DataSource owned = TestDatabase.of(context.getEnvironment()).dataSource();
        JdbcClient jdbc = JdbcClient.create(owned);
        new TransactionTemplate(new DataSourceTransactionManager(owned)).executeWithoutResult(transaction -> {
            jdbc.sql("SET LOCAL session_replication_role = replica").update();
            // Of two who wait for each other the one gives up who looks first: whoever works in the background.
            jdbc.sql("SET LOCAL deadlock_timeout = '1h'").update();
            List<String> tables = jdbc.sql("""
                    SELECT format('%I', tablename) FROM pg_tables
                    WHERE schemaname = 'public'
                      AND tablename <> 'flyway_schema_history' AND tablename NOT LIKE 'policy\\_%'
                    """).query(String.class).list();
            // Whoever still writes is waited for. Truncating takes new files for each index, also of an empty table.
            jdbc.sql("LOCK TABLE " + String.join(", ", tables)).update();
            List<String> used = jdbc.sql(tables.stream()
                            .map("SELECT '%1$s' WHERE EXISTS (SELECT FROM %1$s)"::formatted)
                            .collect(Collectors.joining(" UNION ALL ")))
                    .query(String.class)
                    .list();
            if (!used.isEmpty()) {
                jdbc.sql("TRUNCATE " + String.join(", ", used) + " CASCADE").update();
            }
            // Truncating would wait for whoever reads the timeline at this moment, and they for each other.
            jdbc.sql("DELETE FROM policy_withdrawal").update();
            jdbc.sql("DELETE FROM policy_postponement").update();
            jdbc.sql("DELETE FROM policy_effect").update();
            jdbc.sql("DELETE FROM policy_section WHERE version_number > 1").update();
            jdbc.sql("DELETE FROM policy_version WHERE number > 1").update();
            // The trigger that would tell of it is off.
            jdbc.sql("SELECT pg_notify('policy_timeline', '')").query().singleRow();
        });
        PublishedVersions versions = context.getBean(PublishedVersions.class);
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> versions.timeline().latest().map(Version::number).equals(Optional.of(1)));
    }
}
