package ps.domain.policy.notices;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import ps.domain.policy.delivery.Letter;
import ps.domain.policy.text.Language;

/**
 * A mail as it will look.
 *
 * @param language that of the recipients, which comes first in it
 * @param html a whole HTML document
 * @param text the same in plain words
 */
public record MailPreview(Language language, String subject, String html, String text) {

    /** A mail is shown as it is, with its inline styles, but it may neither run nor load anything. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    static MailPreview of(Letter letter, Language language) {
        return new MailPreview(language, letter.subject(), letter.html(), letter.text());
    }

    /** Its HTML alone, to be shown in a frame. */
    public ResponseEntity<String> toResponse() {
        return inFrame(html);
    }

    /** A mail that was sent, alone, for anybody who knows its reference. */
    static ResponseEntity<String> alone(String html) {
        return ResponseEntity.ok()
                .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .header("X-Robots-Tag", "noindex")
                .cacheControl(CacheControl.noCache())
                .contentType(MediaType.parseMediaType("text/html;charset=UTF-8"))
                .body(html);
    }

    static ResponseEntity<String> inFrame(String html) {
        return ResponseEntity.ok()
                .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .contentType(MediaType.parseMediaType("text/html;charset=UTF-8"))
                .body(html);
    }
}
