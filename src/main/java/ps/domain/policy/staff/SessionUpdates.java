package ps.domain.policy.staff;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** How sessions are written: seldom, since the database has enough to do while a notice is sent, and by several at once. */
@Configuration(proxyBeanMethods = false)
class SessionUpdates {

    /**
     * When a session was last used is kept to the minute: a page that follows what goes on would else write to the disk,
     * and wait for it, each second. So the half hour after which an idle one ends is up to a minute shorter.
     */
    @Bean
    static SessionRepositoryCustomizer<JdbcIndexedSessionRepository> keptToTheMinute() {
        return repository -> repository.setUpdateSessionQuery("""
                UPDATE %TABLE_NAME% AS kept
                SET session_id = now.session_id, last_access_time = now.last_access_time,
                    max_inactive_interval = now.max_inactive_interval, expiry_time = now.expiry_time,
                    principal_name = now.principal_name
                FROM (
                  SELECT CAST(? AS char(36)) AS session_id, CAST(? AS bigint) AS last_access_time,
                         CAST(? AS integer) AS max_inactive_interval, CAST(? AS bigint) AS expiry_time,
                         CAST(? AS varchar) AS principal_name
                ) AS now
                WHERE kept.primary_id = ?
                  AND ((kept.session_id, kept.max_inactive_interval, kept.principal_name)
                         IS DISTINCT FROM (now.session_id, now.max_inactive_interval, now.principal_name)
                       OR now.last_access_time - kept.last_access_time >= 60000)
                """);
    }

    /**
     * Two requests of one browser can end at the same moment, as after a double click, and one can end when the session
     * has; neither is a reason to fail what has happened already.
     */
    @Bean
    static SessionRepositoryCustomizer<JdbcIndexedSessionRepository> writtenBySeveralAtOnce() {
        return repository -> repository.setCreateSessionAttributeQuery("""
                INSERT INTO %TABLE_NAME%_attributes (session_primary_id, attribute_name, attribute_bytes)
                SELECT kept.primary_id, fresh.name, fresh.bytes
                FROM (
                  SELECT CAST(? AS char(36)) AS session, CAST(? AS varchar) AS name, CAST(? AS bytea) AS bytes
                ) AS fresh
                JOIN %TABLE_NAME% AS kept ON kept.primary_id = fresh.session
                ON CONFLICT (session_primary_id, attribute_name)
                  DO UPDATE SET attribute_bytes = excluded.attribute_bytes
                """);
    }

    /**
     * A session is read in one statement, and what is new of it mostly written in one: a transaction would double what
     * is said. Where there are more, the new id of a session comes before what it may do, so that half of it lets nobody
     * in. Nor is it written in a transaction that is there already: a session is written as soon as the first of a long
     * answer goes out, and whoever reads it out of the database in one state may write nothing.
     */
    @Bean(defaultCandidate = false)
    static TransactionOperations springSessionTransactionOperations(PlatformTransactionManager transactions) {
        TransactionTemplate outside = new TransactionTemplate(transactions);
        outside.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
        return outside;
    }
}
