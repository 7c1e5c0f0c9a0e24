package ps.domain.policy.delivery;

/**
 * What is sent to everybody of one variant, byte for byte; fixed once its mailing is created.
 *
 * @param variant the key by which a delivery names its letter; what stands before its first dot becomes the message's
 *     {@code Content-Language} if it is a language tag (BCP 47)
 * @param subject one line
 * @param html a whole HTML document
 * @param text the same in plain words
 */
public record Letter(String variant, String subject, String html, String text) {

    /**
     * Checks that nothing is missing.
     *
     * @throws IllegalArgumentException if something is blank, or if the subject is more than one line
     */
    public Letter {
        if (variant.isBlank() || subject.isBlank() || html.isBlank() || text.isBlank()) {
            throw new IllegalArgumentException("A letter needs a variant, a subject, an HTML and a text form");
        }
        if (subject.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A subject is one line without control characters");
        }
    }
}
