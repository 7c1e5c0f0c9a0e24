package ps.domain.policy.versions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.PolicyDocument.Part;
import ps.domain.policy.versions.Significance.Minor;

/** Makes the policy that the company had already, from {@code policy/} on the class path, version 1. Runs once. */
@Component
class FirstVersion implements JavaMigration {

    private static final BilingualText SUMMARY = new BilingualText(
            "أول نسخة محفوظة في هذا السجل: السياسة كما نشرتها الشركة، دون أي تغيير.",
            "The first version kept in this record: the policy as the company published it, unchanged.");

    private static final BilingualText NOT_ANNOUNCED = new BilingualText(
            "كانت هذه السياسة سارية قبل بدء هذا السجل.", "This policy was already in force when this record began.");

    private final Clock clock;

    FirstVersion(Clock clock) {
        this.clock = clock;
    }

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("3");
    }

    @Override
    public String getDescription() {
        return "first version";
    }

    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws IOException, SQLException {
        Version version = read();
        insert(context.getConnection(), version);
        for (int position = 1; position <= version.sections().size(); position++) {
            insert(context.getConnection(), version.sections().get(position - 1), position);
        }
    }

    private Version read() throws IOException {
        PolicyDocument arabic = document("ar");
        PolicyDocument english = document("en");
        List<Section> sections = IntStream.range(0, english.sections().size())
                .mapToObj(i ->
                        section(arabic.sections().get(i), english.sections().get(i)))
                .toList();
        Instant beginning = english.lastUpdated().atStartOfDay(clock.getZone()).toInstant();
        return new Version(
                        1,
                        english.lastUpdated(),
                        beginning,
                        new Minor(NOT_ANNOUNCED),
                        new BilingualText(arabic.title(), english.title()),
                        SUMMARY,
                        sections,
                        List.of(),
                        Seal.behind(Optional.empty()))
                .sealed();
    }

    private static void insert(Connection connection, Version version) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO policy_version (number, effective_from, published_at, material, minor_reason_ar,
                  minor_reason_en, title_ar, title_en, summary_ar, summary_en, section_count, hash)
                VALUES (1, ?, ?, false, ?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            insert.setObject(1, version.effectiveFrom());
            insert.setObject(2, version.publishedAt().atOffset(ZoneOffset.UTC));
            set(insert, 3, NOT_ANNOUNCED);
            set(insert, 5, version.title());
            set(insert, 7, version.summary());
            insert.setInt(9, version.sections().size());
            insert.setBytes(10, version.fingerprint().bytes());
            insert.executeUpdate();
        }
    }

    private static void insert(Connection connection, Section section, int position) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO policy_section (version_number, position, key, heading_ar, heading_en, body_ar, body_en)
                VALUES (1, ?, ?, ?, ?, ?, ?)
                """)) {
            insert.setInt(1, position);
            insert.setString(2, section.key().value());
            set(insert, 3, section.heading());
            set(insert, 5, section.body());
            insert.executeUpdate();
        }
    }

    private static void set(PreparedStatement statement, int index, BilingualText text) throws SQLException {
        statement.setString(index, text.ar());
        statement.setString(index + 1, text.en());
    }

    private static PolicyDocument document(String language) throws IOException {
        return PolicyDocument.parse(new ClassPathResource("policy/privacy-policy." + language + ".md")
                .getContentAsString(StandardCharsets.UTF_8));
    }

    private static Section section(Part arabic, Part english) {
        if (!arabic.key().equals(english.key())) {
            throw new IllegalStateException(
                    "The languages differ in their sections: " + arabic.key() + ", " + english.key());
        }
        return new Section(
                english.key(),
                new BilingualText(arabic.heading(), english.heading()),
                new BilingualText(arabic.body(), english.body()));
    }
}
