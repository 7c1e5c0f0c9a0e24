package ps.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.JavaMigration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.TestDatabase;

/** While one instance after the other is replaced, those of the release before work with tables that are newer. */
@PolicyTest
class UpgradeTest {

    /** What came up to it was never in use together with something older. */
    private static final MigrationVersion FIRST_RELEASE = MigrationVersion.fromVersion("23");

    @Autowired
    private Flyway flyway;

    @Autowired
    private List<JavaMigration> migrations;

    @Test
    void aMigrationOnlyAddsToWhatTheReleaseBeforeNeeds() {
        TestDatabase database = TestDatabase.create();
        List<MigrationVersion> steps = Arrays.stream(flyway.info().all())
                .map(MigrationInfo::getVersion)
                .filter(Objects::nonNull)
                .filter(version -> version.compareTo(FIRST_RELEASE) >= 0)
                .toList();
        assertThat(steps).startsWith(FIRST_RELEASE);
        List<String> trouble = new ArrayList<>();
        Map<String, Column> before = Map.of();
        for (MigrationVersion step : steps) {
            database.migrate(migrations, step.getVersion());
            Map<String, Column> after = columns(database.asSuperuser());
            for (String flaw : flaws(before, after)) {
                trouble.add("V" + step + ": " + flaw);
            }
            before = after;
        }

        assertThat(trouble)
                .as("what an instance of the release before would stumble over")
                .isEmpty();
    }

    @Test
    void whatARunningInstanceWouldStumbleOverIsSeen() {
        TestDatabase database = TestDatabase.create();
        JdbcClient jdbc = database.asSuperuser();
        jdbc.sql("CREATE TABLE sample (a integer, b text, c text, d varchar(10), e text NOT NULL DEFAULT '')")
                .update();
        jdbc.sql("CREATE TABLE another (a integer)").update();
        Map<String, Column> before = columns(jdbc);
        jdbc.sql("""
                ALTER TABLE sample DROP COLUMN a, ALTER COLUMN b SET NOT NULL, ALTER COLUMN c TYPE bytea USING NULL,
                  ALTER COLUMN d TYPE varchar(5), ALTER COLUMN e DROP DEFAULT, ADD COLUMN f text NOT NULL,
                  ADD COLUMN g text NOT NULL DEFAULT '', ADD COLUMN h text
                """).update();
        jdbc.sql("DROP TABLE another").update();
        jdbc.sql("CREATE TABLE further (a integer NOT NULL)").update();

        assertThat(flaws(before, columns(jdbc)))
                .containsExactly(
                        "another.a is gone",
                        "sample.a is gone",
                        "sample.b has to be given now",
                        "sample.c is bytea now, and was text",
                        "sample.d is varchar(5) now, and was varchar(10)",
                        "sample.e has to be given now",
                        "sample.f is new and has to be given");
    }

    private static List<String> flaws(Map<String, Column> before, Map<String, Column> after) {
        List<String> flaws = new ArrayList<>();
        before.forEach((name, old) -> {
            Column now = after.get(name);
            if (now == null) {
                flaws.add(name + " is gone");
            } else if (!now.type().equals(old.type())) {
                flaws.add("%s is %s now, and was %s".formatted(name, now.type(), old.type()));
            } else if (now.required() && !old.required()) {
                flaws.add(name + " has to be given now");
            }
        });
        List<String> tables =
                before.values().stream().map(Column::table).distinct().toList();
        after.forEach((name, now) -> {
            if (now.required() && tables.contains(now.table()) && !before.containsKey(name)) {
                flaws.add(name + " is new and has to be given");
            }
        });
        return flaws;
    }

    /** Of all tables and views, by their names. */
    private static Map<String, Column> columns(JdbcClient jdbc) {
        Map<String, Column> columns = new TreeMap<>();
        jdbc.sql("""
                SELECT table_name, column_name,
                  udt_name || coalesce('(' || character_maximum_length || ')', '') AS type,
                  is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' AND is_generated = 'NEVER'
                    AS required
                FROM information_schema.columns
                WHERE table_schema = 'public'
                """)
                .query((row, number) -> columns.put(
                        row.getString("table_name") + "." + row.getString("column_name"),
                        new Column(row.getString("table_name"), row.getString("type"), row.getBoolean("required"))))
                .list();
        return columns;
    }

    /**
     * @param type with its length, if it has one
     * @param required whether whoever adds a row has to give it
     */
    private record Column(String table, String type, boolean required) {}
}
