package ps.domain.policy.versions;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.audit.Fingerprint;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Significance.Material;
import ps.domain.policy.versions.Significance.Minor;

/**
 * The form of an entry of the chain that its fingerprint is computed over: JSON (RFC 8785). Every text is
 * {@code {"ar": …, "en": …}}, a day {@code 2027-01-31}, a moment UTC (ISO 8601). Every entry has
 *
 * <ul>
 *   <li>{@code kind}: {@code publication}, {@code withdrawal} or {@code postponement},
 *   <li>{@code seq}: its position in the chain, from 1,
 *   <li>{@code previous}: the fingerprint of the entry at the position before, whatever its kind, or null,
 *   <li>{@code number}: of the version that it is about;
 * </ul>
 *
 * a publication besides {@code effectiveFrom}, {@code publishedAt}, {@code material}, {@code minorReason} (null for a
 * material one), {@code title}, {@code summary}, {@code sections} ({@code key}, {@code heading}, {@code body}) and
 * {@code effects} ({@code section}, {@code text}); a withdrawal {@code withdrawnAt} and {@code reason}; a postponement
 * {@code postponedAt}, {@code effectiveFrom} (the day that counts from then on), {@code insteadOf} (the one that counted
 * until then) and {@code reason}.
 */
final class CanonicalForm {

    private CanonicalForm() {}

    static Fingerprint fingerprintOf(Entry entry) {
        return Fingerprint.of(contentOf(entry));
    }

    static String of(Entry entry) {
        return Fingerprint.canonicalForm(contentOf(entry));
    }

    private static Map<String, @Nullable Object> contentOf(Entry entry) {
        Map<String, @Nullable Object> content = new HashMap<>();
        content.put("seq", entry.seal().seq());
        content.put(
                "previous",
                entry.seal().previous() == null ? null : entry.seal().previous().hex());
        content.put("number", entry.number());
        switch (entry) {
            case Version version -> add(version, content);
            case Withdrawal withdrawal -> add(withdrawal, content);
            case Postponement postponement -> add(postponement, content);
        }
        return content;
    }

    private static void add(Version version, Map<String, @Nullable Object> content) {
        content.put("kind", "publication");
        content.put("effectiveFrom", version.effectiveFrom().toString());
        content.put("publishedAt", version.publishedAt().toString());
        content.put("material", version.isMaterial());
        content.put(
                "minorReason",
                switch (version.significance()) {
                    case Material material -> null;
                    case Minor minor -> both(minor.reason());
                });
        content.put("title", both(version.title()));
        content.put("summary", both(version.summary()));
        content.put(
                "sections",
                version.sections().stream().map(CanonicalForm::section).toList());
        content.put(
                "effects", version.effects().stream().map(CanonicalForm::effect).toList());
    }

    private static void add(Withdrawal withdrawal, Map<String, @Nullable Object> content) {
        content.put("kind", "withdrawal");
        content.put("withdrawnAt", withdrawal.at().toString());
        content.put("reason", both(withdrawal.reason()));
    }

    private static void add(Postponement postponement, Map<String, @Nullable Object> content) {
        content.put("kind", "postponement");
        content.put("postponedAt", postponement.at().toString());
        content.put("effectiveFrom", postponement.to().toString());
        content.put("insteadOf", postponement.from().toString());
        content.put("reason", both(postponement.reason()));
    }

    private static Map<String, Object> section(Section section) {
        return Map.of("key", section.key().value(), "heading", both(section.heading()), "body", both(section.body()));
    }

    private static Map<String, Object> effect(Effect effect) {
        return Map.of("section", effect.section().value(), "text", both(effect.text()));
    }

    private static Map<String, String> both(BilingualText text) {
        return Map.of(Language.AR.tag(), text.ar(), Language.EN.tag(), text.en());
    }
}
