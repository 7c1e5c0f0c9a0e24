package ps.domain.policy.versions;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.audit.Fingerprint;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Significance.Material;
import ps.domain.policy.versions.Significance.Minor;

/**
 * The form of a version that its fingerprint is computed over: JSON (RFC 8785) with {@code number},
 * {@code effectiveFrom}, {@code publishedAt} (UTC), {@code material}, {@code minorReason}, {@code title},
 * {@code summary}, {@code sections} ({@code key}, {@code heading}, {@code body}), {@code effects} ({@code section},
 * {@code text}) and {@code previous}, the fingerprint of the version before, or null; every text as {@code {"ar": …, "en": …}}.
 */
final class CanonicalForm {

    private CanonicalForm() {}

    static Fingerprint fingerprintOf(Version version, Optional<Fingerprint> previous) {
        return Fingerprint.of(contentOf(version, previous));
    }

    static String of(Version version, Optional<Fingerprint> previous) {
        return Fingerprint.canonicalForm(contentOf(version, previous));
    }

    private static Map<String, @Nullable Object> contentOf(Version version, Optional<Fingerprint> previous) {
        Map<String, @Nullable Object> content = new HashMap<>();
        content.put("number", version.number());
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
        content.put("previous", previous.map(Fingerprint::hex).orElse(null));
        return content;
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
