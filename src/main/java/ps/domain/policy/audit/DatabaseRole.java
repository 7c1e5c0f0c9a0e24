package ps.domain.policy.audit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The role that the application has in the database. It should not be able to take off what protects the trail. */
@Component
class DatabaseRole {

    private static final Logger log = LoggerFactory.getLogger(DatabaseRole.class);

    private final JdbcClient jdbc;

    DatabaseRole(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Says so at the start if it can. */
    @EventListener(ApplicationReadyEvent.class)
    void warn() {
        if (couldSwitchOffTriggers()) {
            log.warn(
                    "The application runs as a superuser, or as the owner of its tables: a mistake, or somebody who breaks"
                            + " in, could switch off what keeps published texts, notices and the trail from being changed. Set"
                            + " spring.flyway.user to the owner and spring.datasource.username to another role.");
        }
    }

    boolean couldSwitchOffTriggers() {
        return jdbc.sql("""
                        SELECT rolsuper OR pg_has_role(current_user, relowner, 'USAGE')
                        FROM pg_roles, pg_class
                        WHERE rolname = current_user AND pg_class.oid = 'audit_entry'::regclass
                        """).query(Boolean.class).single();
    }
}
