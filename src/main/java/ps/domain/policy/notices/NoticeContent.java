package ps.domain.policy.notices;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import ps.domain.policy.audit.Fingerprint;

/**
 * What a notice says and to how many, as it is stored, in the form that its fingerprint is computed over: JSON (RFC
 * 8785) of {@code reference}, {@code kind}, {@code version}, {@code createdAt} (UTC), {@code accountHolders},
 * {@code addresses}, {@code unreached} and {@code letters} ({@code variant}, {@code subject}, {@code html},
 * {@code text}) in order of the variant; and, of a notice that does not tell of a publication, {@code entry}: the place
 * in the chain of the withdrawal or postponement that it tells of.
 */
final class NoticeContent {

    private final JdbcClient jdbc;

    NoticeContent(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Fingerprint fingerprintOf(UUID notice) {
        return Fingerprint.of(contentOf(notice));
    }

    /** What the fingerprint is computed over, as UTF-8. */
    String canonicalFormOf(UUID notice) {
        return Fingerprint.canonicalForm(contentOf(notice));
    }

    private Map<String, Object> contentOf(UUID notice) {
        List<Map<String, String>> letters = letters(notice);
        return jdbc.sql("""
                SELECT reference, kind, version_number, created_at, tells_of,
                       EXISTS (SELECT FROM policy_version WHERE seq = tells_of) AS of_publication,
                       (SELECT count(*) FROM notice_recipient WHERE notice_id = id) AS account_holders,
                       (SELECT count(*) FROM notice_recipient WHERE notice_id = id AND leads) AS addresses,
                       (SELECT count(*) FROM notice_unreached WHERE notice_id = id) AS unreached
                FROM notice WHERE id = :notice
                """)
                .param("notice", notice)
                .query((row, n) -> {
                    Map<String, Object> members = new HashMap<>();
                    members.put("reference", row.getString("reference"));
                    members.put("kind", row.getString("kind"));
                    members.put("version", row.getInt("version_number"));
                    members.put(
                            "createdAt",
                            row.getTimestamp("created_at").toInstant().toString());
                    members.put("accountHolders", row.getLong("account_holders"));
                    members.put("addresses", row.getLong("addresses"));
                    members.put("unreached", row.getLong("unreached"));
                    members.put("letters", letters);
                    if (!row.getBoolean("of_publication")) {
                        members.put("entry", row.getInt("tells_of"));
                    }
                    return members;
                })
                .single();
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
