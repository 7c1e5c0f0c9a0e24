package ps.domain.policy.notices;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import ps.domain.policy.audit.Fingerprint;

/**
 * What a notice says and to how many, as it is stored, in the form that its fingerprint is computed over: JSON (RFC
 * 8785) of {@code reference}, {@code kind}, {@code version}, {@code createdAt} (UTC), {@code accountHolders},
 * {@code addresses}, {@code unreached} and {@code letters} ({@code variant}, {@code subject}, {@code html},
 * {@code text}) in order of the variant.
 */
final class NoticeContent {

    private final JdbcClient jdbc;

    NoticeContent(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Fingerprint fingerprintOf(UUID notice) {
        List<Map<String, String>> letters = letters(notice);
        Map<String, Object> content = jdbc.sql("""
                SELECT reference, kind, version_number, created_at,
                       (SELECT count(*) FROM notice_recipient WHERE notice_id = id) AS account_holders,
                       (SELECT count(*) FROM notice_recipient WHERE notice_id = id AND leads) AS addresses,
                       (SELECT count(*) FROM notice_unreached WHERE notice_id = id) AS unreached
                FROM notice WHERE id = :notice
                """)
                .param("notice", notice)
                .query((row, n) -> Map.<String, Object>of(
                        "reference", row.getString("reference"),
                        "kind", row.getString("kind"),
                        "version", row.getInt("version_number"),
                        "createdAt", row.getTimestamp("created_at").toInstant().toString(),
                        "accountHolders", row.getLong("account_holders"),
                        "addresses", row.getLong("addresses"),
                        "unreached", row.getLong("unreached"),
                        "letters", letters))
                .single();
        return Fingerprint.of(content);
    }

    private List<Map<String, String>> letters(UUID notice) {
        return jdbc.sql("""
                SELECT variant, subject, html, text
                FROM letter JOIN notice ON notice.mailing_id = letter.mailing_id
                WHERE notice.id = :notice
                ORDER BY variant COLLATE "C"
                """)
                .param("notice", notice)
                .query((row, n) -> Map.of(
                        "variant", row.getString("variant"),
                        "subject", row.getString("subject"),
                        "html", row.getString("html"),
                        "text", row.getString("text")))
                .list();
    }
}
