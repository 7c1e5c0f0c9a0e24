package ps.domain.policy.editing;

import java.util.List;
import org.springframework.http.ResponseEntity;
import ps.domain.policy.notices.MailPreview;

/** A mail that is not sent yet, alone, to be shown in a frame of a page. */
final class MailFrame {

    private MailFrame() {}

    /** That of one language, if there is one. */
    static ResponseEntity<String> of(String language, List<MailPreview> mails) {
        return mails.stream()
                .filter(mail -> mail.language().tag().equals(language))
                .findFirst()
                .map(MailPreview::toResponse)
                .orElseThrow(NoSuchVersion::new);
    }
}
