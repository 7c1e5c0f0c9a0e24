package ps.domain.policy.notices;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import ps.domain.policy.delivery.Letter;
import ps.domain.policy.text.Language;

/**
 * A mail as it would be sent.
 *
 * @param first the language that comes first in it
 */
public record MailPreview(Language first, String subject, String html, String text) {

    /** A mail is shown as it is, with its inline styles, but it may neither run nor load anything. */
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'self'";

    static MailPreview of(Letter letter) {
        return new MailPreview(
                Language.ofTag(letter.variant()).orElseThrow(), letter.subject(), letter.html(), letter.text());
    }

    /** Its HTML, to be shown in a frame. */
    public ResponseEntity<String> toResponse() {
        return ResponseEntity.ok()
                .header("Content-Security-Policy", POLICY)
                .contentType(MediaType.parseMediaType("text/html;charset=UTF-8"))
                .body(html);
    }
}
