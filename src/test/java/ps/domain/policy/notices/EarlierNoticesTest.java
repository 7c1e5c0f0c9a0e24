package ps.domain.policy.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.UUID;
import org.flywaydb.core.api.migration.JavaMigration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.TestDatabase;

/** What becomes of the notices of an installation that is older than corrections. */
@PolicyTest
class EarlierNoticesTest {

    @Autowired
    private List<JavaMigration> migrations;

    @Test
    void aNoticeTellsOfThePublicationOfItsVersionAndStaysImmutable() {
        TestDatabase database = TestDatabase.create();
        database.migrate(migrations, "15");
        JdbcClient jdbc = database.asSuperuser();
        jdbc.sql("""
                INSERT INTO notice (id, reference, kind, version_number, mailing_id, created_at, created_by,
                  account_holders, unreached)
                VALUES (:id, 'PP1-0000-0000-0000', 'CHANGE', 1, :id, now(), 'Somebody', 3, 0)
                """).param("id", UUID.randomUUID()).update();
        byte[] before = fingerprint(jdbc);

        database.migrate(migrations, "16");

        assertThat(jdbc.sql("SELECT tells_of FROM notice").query(Integer.class).single())
                .isEqualTo(jdbc.sql("SELECT seq FROM policy_version WHERE number = 1")
                        .query(Integer.class)
                        .single());
        assertThat(fingerprint(jdbc)).isEqualTo(before);
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> jdbc.sql("UPDATE notice SET tells_of = 2").update());
    }

    /** Of what is recorded of all notices, but for what was added. */
    private static byte[] fingerprint(JdbcClient jdbc) {
        return jdbc.sql("SELECT sha256(convert_to(string_agg((to_jsonb(notice) - 'tells_of')::text, ''), 'UTF8'))"
                        + " FROM notice")
                .query(byte[].class)
                .single();
    }
}
