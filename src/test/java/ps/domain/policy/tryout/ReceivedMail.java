package ps.domain.policy.tryout;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * One message as it came.
 *
 * @param number in order of arrival, from 1
 * @param recipient the address of the envelope, not of the header
 * @param headers one a line, decoded
 */
record ReceivedMail(
        int number,
        String recipient,
        Instant at,
        String subject,
        List<String> headers,
        Optional<String> text,
        Optional<String> html) {

    static ReceivedMail of(int number, String recipient, MimeMessage message) {
        try {
            return new ReceivedMail(
                    number,
                    recipient,
                    Instant.now(),
                    Optional.ofNullable(message.getSubject()).orElse("(no subject)"),
                    Collections.list(message.getAllHeaders()).stream()
                            .map(header -> header.getName() + ": " + decoded(header.getValue()))
                            .toList(),
                    find(message, "text/plain"),
                    find(message, "text/html"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (MessagingException failed) {
            throw new IllegalStateException("A message for " + recipient + " cannot be read", failed);
        }
    }

    private static String decoded(String value) {
        try {
            return MimeUtility.decodeText(MimeUtility.unfold(value));
        } catch (IOException unknownCharset) {
            return value;
        }
    }

    private static Optional<String> find(Part part, String type) throws MessagingException, IOException {
        if (part.isMimeType(type) && part.getContent() instanceof String content) {
            return Optional.of(content);
        }
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                Optional<String> found = find(parts.getBodyPart(i), type);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
