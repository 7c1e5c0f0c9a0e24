package ps.domain.policy.editing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.TestDatabase;

/** What an installation that is older than reviews knows of who edited its drafts. */
@PolicyTest
class EarlierEditorsTest {

    private static final UUID DRAFT = UUID.randomUUID();
    private static final UUID HUDA = UUID.randomUUID();
    private static final UUID SAMI = UUID.randomUUID();

    @Autowired
    private List<JavaMigration> migrations;

    @Test
    void whoEditedADraftBeforeIsKnownFromTheTrail() {
        TestDatabase database = TestDatabase.create();
        database.migrate(migrations, "13");
        JdbcClient jdbc = database.asSuperuser();
        jdbc.sql("""
                INSERT INTO draft (id, based_on, title_ar, title_en, summary_ar, summary_en, minor_reason_ar,
                  minor_reason_en, created_at, created_by, edited_at, edited_by, revision, details_revision,
                  effects_revision)
                VALUES (:id, 1, '', '', '', '', '', '', now(), 'Huda', now(), 'Huda', 3, 0, 0)
                """).param("id", DRAFT).update();
        record(jdbc, 1, SAMI, "draft.begun", "draft:" + DRAFT);
        record(jdbc, 2, HUDA, "draft.section-edited", "draft:" + DRAFT);
        record(jdbc, 3, HUDA, "draft.translation-confirmed", "draft:" + DRAFT);
        record(jdbc, 4, SAMI, "draft.discarded", "draft:" + DRAFT);
        record(jdbc, 5, SAMI, "draft.section-edited", "draft:" + UUID.randomUUID());
        record(jdbc, 6, SAMI, "version.published", "version:1");
        record(jdbc, 7, null, "draft.filled", "draft:" + DRAFT);

        database.migrate(migrations, "14");

        assertThat(jdbc.sql("SELECT staff_id FROM draft_editor WHERE draft_id = :id")
                        .param("id", DRAFT)
                        .query(UUID.class)
                        .list())
                .containsExactly(HUDA);
    }

    private static void record(JdbcClient jdbc, int seq, @Nullable UUID actor, String action, String subject) {
        jdbc.sql("""
                INSERT INTO audit_entry (seq, at, actor_id, actor_name, action, subject, details, previous_hash, hash)
                VALUES (:seq, now(), CAST(:actor AS uuid), 'Somebody', :action, :subject, '{}',
                  CASE WHEN :seq > 1 THEN sha256(CAST(CAST(:seq - 1 AS text) AS bytea)) END,
                  sha256(CAST(CAST(:seq AS text) AS bytea)))
                """)
                .param("seq", seq)
                .param("actor", actor)
                .param("action", action)
                .param("subject", subject)
                .update();
    }
}
