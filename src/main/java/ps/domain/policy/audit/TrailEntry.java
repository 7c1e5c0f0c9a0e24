package ps.domain.policy.audit;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the trail: that somebody did something. Its fingerprint is the SHA-256 over the canonical form (RFC 8785)
 * of {@code seq}, {@code at} (UTC), {@code actorId}, {@code actorName}, {@code action}, {@code subject},
 * {@code details} and {@code previous}.
 *
 * @param seq its position, counted from 1
 * @param at when it was done, to the microsecond
 * @param actor who did it
 * @param action what was done, as a dotted word
 * @param subject what it was done to
 * @param details what else there is to know, as strings, integers and booleans
 * @param previous the fingerprint of the entry before, null for the first
 * @param fingerprint as recorded
 */
public record TrailEntry(
        long seq,
        Instant at,
        Actor actor,
        String action,
        String subject,
        Map<String, ?> details,
        @Nullable Fingerprint previous,
        Fingerprint fingerprint) {

    /** The detail with this name as text, if there is one. */
    public @Nullable String detail(String name) {
        Object value = details.get(name);
        return value == null ? null : value.toString();
    }

    /** What the fingerprint is computed over, as UTF-8: JSON in canonical form (RFC 8785). */
    public String canonicalForm() {
        return Fingerprint.canonicalForm(content());
    }

    /** The fingerprint of what the entry says. */
    Fingerprint computed() {
        return Fingerprint.of(content());
    }

    private Map<String, @Nullable Object> content() {
        Map<String, @Nullable Object> content = new HashMap<>();
        content.put("seq", seq);
        content.put("at", at.toString());
        content.put("actorId", actor.id() == null ? null : actor.id().toString());
        content.put("actorName", actor.name());
        content.put("action", action);
        content.put("subject", subject);
        content.put("details", details);
        content.put("previous", previous == null ? null : previous.hex());
        return content;
    }

    TrailEntry sealed() {
        return new TrailEntry(seq, at, actor, action, subject, details, previous, computed());
    }
}
